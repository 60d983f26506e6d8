#pragma once

#include <string_view>

#include "ledger/base/calendar.h"
#include "ledger/base/hash.h"
#include "ledger/base/result.h"
#include "ledger/instruction/instruction.h"
#include "ledger/rules/state/outcome.h"

namespace enishi {

/// What a leaf says: its fields with the instruction decoded from its body. The body and the
/// signatures are in `instruction`.
struct DecodedLeaf {
  Timestamp committed_at;
  Instruction instruction;
  Hash outcome_hash{};
};

/// Decodes a leaf and the instruction in its body. Fails if either is malformed, or if the body is
/// of a kind or version that this program does not know. Does not verify signatures.
Parsed<DecodedLeaf> DecodeInstructionLeaf(std::string_view leaf_bytes);

/// An entry of the log: what was asked, when it was committed and what it did.
struct DecodedEntry {
  Timestamp committed_at;
  Instruction instruction;
  Outcome outcome;
};

/// Decodes an entry from its leaf and its encoded outcome. Fails if either is malformed or if the
/// outcome's SHA-256 is not the one in the leaf. Does not verify signatures.
Parsed<DecodedEntry> DecodeEntry(std::string_view leaf_bytes, std::string_view outcome_bytes);

}  // namespace enishi
