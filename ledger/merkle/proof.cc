#include "ledger/merkle/proof.h"

#include <bit>

#include "ledger/merkle/tree.h"

namespace enishi {
namespace {

// The walk from a node to the root: the node's number in its level, and that of the level's last
// node. When the last is 0 the root is reached.
struct Climb {
  uint64_t node;
  uint64_t last;

  // True when the next hash of the proof is the left sibling.
  [[nodiscard]] bool SiblingIsLeft() const { return (node & 1) != 0 || node == last; }

  // Goes up to the parent. A last node without a right sibling is its own parent's hash as long as
  // its number is even, so those levels have no hash in the proof.
  void Up() {
    if (SiblingIsLeft()) {
      while ((node & 1) == 0 && node != 0) Shift();
    }
    Shift();
  }

  void Shift() {
    node >>= 1;
    last >>= 1;
  }
};

}  // namespace

bool VerifyInclusion(const InclusionClaim& claim, std::span<const Hash> path) {
  if (claim.index >= claim.size) return false;
  Climb climb{.node = claim.index, .last = claim.size - 1};
  Hash hash = claim.leaf_hash;
  for (const Hash& sibling : path) {
    if (climb.last == 0) return false;
    hash = climb.SiblingIsLeft() ? NodeHash(sibling, hash) : NodeHash(hash, sibling);
    climb.Up();
  }
  return climb.last == 0 && hash == claim.root;
}

bool VerifyConsistency(const ConsistencyClaim& claim, std::span<const Hash> proof) {
  if (claim.old_size > claim.new_size) return false;
  if (claim.old_size == claim.new_size) return proof.empty() && claim.old_root == claim.new_root;
  if (claim.old_size == 0) return proof.empty() && claim.old_root == EmptyRoot();

  Climb climb{.node = claim.old_size - 1, .last = claim.new_size - 1};
  while ((climb.node & 1) != 0) climb.Shift();
  // The climb starts at the old tree's last complete subtree. Where that is the whole old tree, the
  // proof leaves it out, for the verifier has its root.
  Hash start = claim.old_root;
  if (!std::has_single_bit(claim.old_size)) {
    if (proof.empty()) return false;
    start = proof.front();
    proof = proof.subspan(1);
  }
  Hash old_hash = start;
  Hash new_hash = start;
  for (const Hash& sibling : proof) {
    if (climb.last == 0) return false;
    if (climb.SiblingIsLeft()) {
      old_hash = NodeHash(sibling, old_hash);
      new_hash = NodeHash(sibling, new_hash);
    } else {
      new_hash = NodeHash(new_hash, sibling);
    }
    climb.Up();
  }
  return climb.last == 0 && old_hash == claim.old_root && new_hash == claim.new_root;
}

}  // namespace enishi
