#pragma once

#include <string>
#include <string_view>

namespace enishi {

/// Returns the words of a mnemonic (ledger/keys/mnemonic.h) with their numbers, four on a line and
/// each of them whole, within 80 columns of a terminal:
///
///      1  abandon          2  ability          3  able             4  about
std::string NumberedWords(std::string_view words);

}  // namespace enishi
