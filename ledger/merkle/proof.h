#pragma once

#include <cstdint>
#include <span>

#include "ledger/base/hash.h"

namespace enishi {

// The two checks that make a log a log, as numbered in specs/proofs.md. Both take any 64-bit sizes
// and any number of hashes, stop after at most 64 steps, and may be called from any thread.
// Pinned by tests/merkle/proof_test.cc.

/// "The leaf with this hash is the one at `index` of the tree of `size` leaves with this root."
struct InclusionClaim {
  uint64_t index = 0;
  uint64_t size = 0;
  Hash leaf_hash{};
  Hash root{};
};

/// True only when the path proves the claim. False where index >= size.
bool VerifyInclusion(const InclusionClaim& claim, std::span<const Hash> path);

/// "The tree of `old_size` leaves with the old root is the beginning of the new one."
struct ConsistencyClaim {
  uint64_t old_size = 0;
  Hash old_root{};
  uint64_t new_size = 0;
  Hash new_root{};
};

/// True only when the proof proves the claim. Equal sizes want equal roots and an empty proof. Old
/// size 0 wants the root of the empty tree and an empty proof, as the witness protocol has it:
/// every tree continues the empty one, so this accepts and proves nothing about the new root.
bool VerifyConsistency(const ConsistencyClaim& claim, std::span<const Hash> proof);

}  // namespace enishi
