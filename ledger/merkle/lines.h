#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/base/hash.h"
#include "ledger/base/result.h"

namespace enishi {

// The lines that checkpoints and offline proofs are made of. Every value has exactly one text, so
// that reading and writing again gives the same bytes.

/// Takes the next line, without its newline, off the front of `rest`. False, with both left as they
/// are, where there is no newline.
bool TakeLine(std::string_view& rest, std::string_view& line);

/// A decimal number of at most kTreeSizeMax: digits only, no leading zero but in "0" itself.
Parsed<uint64_t> ParseCount(std::string_view text);

/// A hash in base64: 44 characters.
Parsed<Hash> ParseHash(std::string_view text);
std::string HashText(const Hash& hash);

/// A hash from its 32 bytes; any other count is a programmer's error.
Hash HashFromBytes(std::string_view bytes);

}  // namespace enishi
