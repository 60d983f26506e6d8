#pragma once

#include <array>
#include <string_view>

namespace enishi {

/// A BIP-39 word list: the word for every 11-bit number, in Unicode's NFKD form. Both lists are
/// written into the build folder by mnemonic_words.cmake.
using WordList = std::array<std::string_view, 2048>;

extern const WordList kEnglishWords;
extern const WordList kJapaneseWords;

}  // namespace enishi
