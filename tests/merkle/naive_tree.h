#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/hash.h"
#include "ledger/base/json.h"
#include "ledger/merkle/tile.h"
#include "ledger/merkle/tree.h"

namespace enishi::testing {

/// The tree as RFC 6962 section 2.1 defines it, recursion and all: the reference that the real one
/// is compared with. Remembers nothing, so it is for small trees.
class NaiveTree {
 public:
  explicit NaiveTree(std::vector<Hash> leaf_hashes) : leaf_hashes_(std::move(leaf_hashes)) {}

  [[nodiscard]] Hash Root(uint64_t size) const;
  [[nodiscard]] std::vector<Hash> Path(LeafPosition position) const;
  [[nodiscard]] std::vector<Hash> Consistency(Growth growth) const;

 private:
  [[nodiscard]] Hash RangeRoot(uint64_t begin, uint64_t size) const;
  void Path(uint64_t index, uint64_t begin, uint64_t size, std::vector<Hash>& path) const;
  void SubProof(uint64_t old_size, uint64_t begin, uint64_t size, bool known,
                std::vector<Hash>& proof) const;

  std::vector<Hash> leaf_hashes_;
};

/// The hash of the leaf "leaf <i>", which the vectors use too.
Hash NumberedLeaf(uint64_t i);
std::vector<Hash> NumberedLeaves(uint64_t count);

/// A store of tiles in memory.
class TileStore {
 public:
  /// Appends leaves with ExtendTiles and keeps the rows it returns.
  void Append(std::span<const Hash> leaf_hashes);
  [[nodiscard]] uint64_t size() const { return size_; }
  [[nodiscard]] const std::vector<TileRow>& rows() const { return rows_; }
  /// An empty text where there is no such row.
  [[nodiscard]] std::string Row(TileRowId id) const;
  /// How often a row was read.
  [[nodiscard]] int reads() const { return reads_; }
  /// The provider lives no longer than this store.
  TileProvider Provider();

 private:
  void Put(TileRow row);
  std::vector<TileRow> rows_;
  uint64_t size_ = 0;
  int reads_ = 0;
};

/// A file of tests/vectors/merkle.
Json MerkleVectors(std::string_view name);
uint64_t CountOf(const Json& object, std::string_view name);
std::vector<Hash> HashesOf(const Json& object, std::string_view name);
Hash HashOf(const Json& object, std::string_view name);

}  // namespace enishi::testing
