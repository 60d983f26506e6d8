#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "ledger/base/result.h"
#include "ledger/keys/keys.h"

namespace enishi {

// A key on paper: 24 words of BIP-39 that stand for the 32 bytes of the seed itself and a checksum
// of 8 bits. No passphrase and no derivation lie between the words and the key
// (specs/key-file.md).

enum class WordLanguage { kEnglish, kJapanese };

/// Why a text is not the 24 words of a seed.
struct MnemonicError {
  enum class Reason {
    kNotText,      // not UTF-8, or longer than 24 words can be
    kWordCount,    // not 24 words; `position` is how many there are
    kUnknownWord,  // the word at `position` (1 to 24) is not in the list
    kChecksum,     // 24 known words that do not belong together: one is wrong or two are swapped
  };
  Reason reason;
  size_t position;
  std::string message;  // for people, in English; never contains a word
};

constexpr size_t kMnemonicWords = 24;
/// The longest text that is looked at, in bytes.
constexpr size_t kMnemonicMaxBytes = 4096;

/// The words of a seed, separated by a space, or by U+3000 in Japanese, as the lists publish them
/// (NFKD). The caller wipes the text (see Wipe).
std::string EncodeMnemonic(const Seed& seed, WordLanguage language);

/// Reads 24 words in either language, separated by any white space, in any Unicode normalisation,
/// upper or lower case. The language is the one that knows more of the words. What this copies of
/// the text is wiped.
Result<Seed, MnemonicError> DecodeMnemonic(std::string_view text);

}  // namespace enishi
