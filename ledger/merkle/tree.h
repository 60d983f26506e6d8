#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "ledger/base/hash.h"
#include "ledger/base/result.h"

namespace enishi {

// The Merkle tree of RFC 6962 section 2.1 over SHA-256, as specs/proofs.md writes it down. Nothing
// here recurses: a tree of any 64-bit size costs at most 64 steps a path.
// Pinned by tests/merkle/tree_test.cc against the naive recursive definition.

/// The largest tree that checkpoints and proofs speak of: sizes fit a signed 64-bit integer, so
/// that JSON and every other language's integers hold them.
inline constexpr uint64_t kTreeSizeMax = (uint64_t{1} << 63) - 1;

/// SHA-256(00 || leaf).
Hash LeafHash(std::string_view leaf);
/// SHA-256(01 || left || right).
Hash NodeHash(const Hash& left, const Hash& right);
/// The root of the tree with no leaves: SHA-256 of nothing.
const Hash& EmptyRoot();

/// A complete subtree: the 2^level leaves from index * 2^level on. Level 0 is the leaf hashes.
struct NodeId {
  uint32_t level = 0;
  uint64_t index = 0;
  bool operator==(const NodeId&) const = default;
};

/// Where the hashes of complete subtrees come from: tiles in a database, files of an export, a
/// vector in a test. An implementation need not authenticate what it returns: a caller that needs
/// that compares the result with a signed root. Not for concurrent use unless an implementation
/// says so.
class HashSource {
 public:
  HashSource() = default;
  HashSource(const HashSource&) = delete;
  HashSource& operator=(const HashSource&) = delete;
  virtual ~HashSource() = default;

  /// The root of a complete subtree, or why it cannot be had.
  virtual Parsed<Hash> NodeAt(NodeId node) = 0;
};

/// A leaf in a tree of a size; sensible only where index < size.
struct LeafPosition {
  uint64_t index = 0;
  uint64_t size = 0;
};

/// A tree that grew from one size to another; sensible only where old_size <= new_size.
struct Growth {
  uint64_t old_size = 0;
  uint64_t new_size = 0;
};

/// The root of the tree of the first `size` leaves. Reads at most 64 nodes.
Parsed<Hash> RootFrom(uint64_t size, HashSource& source);

/// The audit path of RFC 6962 section 2.1.1, from the leaf's sibling up. Refuses an index that is
/// not below the size.
Parsed<std::vector<Hash>> InclusionProof(LeafPosition position, HashSource& source);

/// The consistency proof of RFC 6962 section 2.1.2. Empty where old_size is 0 or both are equal.
/// Refuses an old size above the new one.
Parsed<std::vector<Hash>> ConsistencyProof(Growth growth, HashSource& source);

/// The right edge of a growing tree: all that appending and the root need, at most 63 hashes. A
/// value type; one append costs one hash of a node on average, the root at most 62.
class Frontier {
 public:
  Frontier() = default;
  /// The edge of the tree of the first `size` leaves, size <= kTreeSizeMax. Reads at most 63 nodes.
  static Parsed<Frontier> FromSource(uint64_t size, HashSource& source);

  /// Adds a leaf by its LeafHash. The size must be below kTreeSizeMax.
  void Append(const Hash& leaf_hash);

  [[nodiscard]] Hash Root() const;
  [[nodiscard]] uint64_t size() const { return size_; }

 private:
  // peaks_[level] is the complete subtree of 2^level leaves wherever that bit of size_ is set, and
  // left over from earlier where it is not.
  std::array<Hash, 63> peaks_{};
  uint64_t size_ = 0;
};

}  // namespace enishi
