#include "ledger/rules/state/decoded_entry.h"

#include <utility>

#include "ledger/instruction/leaf.h"

namespace enishi {

Parsed<DecodedLeaf> DecodeInstructionLeaf(std::string_view leaf_bytes) {
  auto leaf = DecodeLeaf(leaf_bytes);
  if (!leaf) return leaf.error();
  auto instruction = ReadBody(std::move(leaf->body), std::move(leaf->signatures));
  if (!instruction) {
    return FormatError{"the body is refused: " +
                       std::string(ReasonName(instruction.error().reason))};
  }
  return DecodedLeaf{leaf->committed_at, *std::move(instruction), leaf->outcome_hash};
}

Parsed<DecodedEntry> DecodeEntry(std::string_view leaf_bytes, std::string_view outcome_bytes) {
  auto leaf = DecodeInstructionLeaf(leaf_bytes);
  if (!leaf) return leaf.error();
  if (Sha256({outcome_bytes}) != leaf->outcome_hash) {
    return FormatError{"the outcome is not the one that the leaf names"};
  }
  auto outcome = DecodeOutcome(outcome_bytes);
  if (!outcome) return outcome.error();
  return DecodedEntry{leaf->committed_at, std::move(leaf->instruction), *std::move(outcome)};
}

}  // namespace enishi
