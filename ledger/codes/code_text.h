#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "ledger/base/result.h"

namespace enishi {

// The text form of a signed code (specs/payment-code.md, specs/attendance-code.md): a tag of four
// characters, then Crockford's base 32 in upper case. All of it lies in the alphanumeric mode of QR
// codes, which needs 5.5 bits a character.

/// The tag followed by the bytes in base 32.
std::string EncodeCodeText(std::string_view tag, std::string_view bytes);

/// The bytes behind the tag. Every byte string has exactly one text: another tag, lower case,
/// hyphens, spaces, I, L and O are refused, and so is a text that stands for more than
/// `bytes_max` bytes.
Parsed<std::string> DecodeCodeText(std::string_view tag, size_t bytes_max, std::string_view text);

}  // namespace enishi
