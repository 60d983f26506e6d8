#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "ledger/base/result.h"

namespace enishi {

/// A SHA-256 digest.
using Hash = std::array<uint8_t, 32>;

/// SHA-256 of the parts, one after another.
Hash Sha256(std::initializer_list<std::string_view> parts);

/// Lower-case hexadecimal.
std::string HexEncode(std::string_view bytes);
/// Reads lower-case hexadecimal of an even length; upper case is refused, so that every byte
/// string has exactly one text.
Parsed<std::string> HexDecode(std::string_view text);

/// Base64 of RFC 4648 section 4, with padding.
std::string Base64Encode(std::string_view bytes);
/// Refuses missing padding, white space and non-zero trailing bits.
Parsed<std::string> Base64Decode(std::string_view text);

/// Crockford's base 32, upper case, no padding: no I, L, O or U, so that it can be read aloud and
/// fits the alphanumeric mode of QR codes. The last character carries zero bits where the byte
/// count is not a multiple of five.
std::string Base32Encode(std::string_view bytes);
/// Takes either case, I and L for 1, O for 0, and ignores hyphens and spaces. Refuses other
/// characters, a length no byte string has, and non-zero trailing bits.
Parsed<std::string> Base32Decode(std::string_view text);

/// `size` bytes from the operating system's random source.
std::string RandomBytes(size_t size);

}  // namespace enishi
