#include "tests/merkle/naive_tree.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "ledger/merkle/lines.h"
#include "tests/fixtures/shared_folder.h"

namespace enishi::testing {
namespace {

uint64_t SplitOf(uint64_t size) {
  uint64_t split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

}  // namespace

Hash NaiveTree::Root(uint64_t size) const { return RangeRoot(0, size); }

Hash NaiveTree::RangeRoot(uint64_t begin, uint64_t size) const {
  if (size == 0) return Sha256({});
  if (size == 1) return leaf_hashes_.at(begin);
  const uint64_t split = SplitOf(size);
  return NodeHash(RangeRoot(begin, split), RangeRoot(begin + split, size - split));
}

std::vector<Hash> NaiveTree::Path(LeafPosition position) const {
  std::vector<Hash> path;
  Path(position.index, 0, position.size, path);
  return path;
}

void NaiveTree::Path(uint64_t index, uint64_t begin, uint64_t size, std::vector<Hash>& path) const {
  if (size == 1) return;
  const uint64_t split = SplitOf(size);
  if (index < split) {
    Path(index, begin, split, path);
    path.push_back(RangeRoot(begin + split, size - split));
  } else {
    Path(index - split, begin + split, size - split, path);
    path.push_back(RangeRoot(begin, split));
  }
}

std::vector<Hash> NaiveTree::Consistency(Growth growth) const {
  std::vector<Hash> proof;
  if (growth.old_size > 0) SubProof(growth.old_size, 0, growth.new_size, true, proof);
  return proof;
}

void NaiveTree::SubProof(uint64_t old_size, uint64_t begin, uint64_t size, bool known,
                         std::vector<Hash>& proof) const {
  if (old_size == size) {
    if (!known) proof.push_back(RangeRoot(begin, size));
    return;
  }
  const uint64_t split = SplitOf(size);
  if (old_size <= split) {
    SubProof(old_size, begin, split, known, proof);
    proof.push_back(RangeRoot(begin + split, size - split));
  } else {
    SubProof(old_size - split, begin + split, size - split, false, proof);
    proof.push_back(RangeRoot(begin, split));
  }
}

Hash NumberedLeaf(uint64_t i) { return LeafHash("leaf " + std::to_string(i)); }

std::vector<Hash> NumberedLeaves(uint64_t count) {
  std::vector<Hash> hashes;
  for (uint64_t i = 0; i < count; ++i) hashes.push_back(NumberedLeaf(i));
  return hashes;
}

void TileStore::Append(std::span<const Hash> leaf_hashes) {
  auto changed = ExtendTiles(size_, leaf_hashes, Provider());
  CHECK(changed.has_value());
  for (TileRow& row : *changed) Put(std::move(row));
  size_ += leaf_hashes.size();
}

void TileStore::Put(TileRow row) {
  const auto at = std::lower_bound(rows_.begin(), rows_.end(), row,
                                   [](const TileRow& a, const TileRow& b) { return a.id < b.id; });
  if (at != rows_.end() && at->id == row.id) {
    *at = std::move(row);
  } else {
    rows_.insert(at, std::move(row));
  }
}

std::string TileStore::Row(TileRowId id) const {
  for (const TileRow& row : rows_) {
    if (row.id == id) return row.hashes;
  }
  return "";
}

TileProvider TileStore::Provider() {
  return [this](TileRowId id) -> Parsed<std::string> {
    ++reads_;
    std::string row = Row(id);
    if (row.empty()) return FormatError{"no such tile"};
    return row;
  };
}

Json MerkleVectors(std::string_view name) {
  const auto path = std::filesystem::path(ENISHI_SOURCE_DIR) / "tests/vectors/merkle" / name;
  auto json = ParseJson(ReadFile(path));
  CHECK(json.has_value());
  return *std::move(json);
}

uint64_t CountOf(const Json& object, std::string_view name) {
  const Json* member = Find(object, name);
  CHECK(member != nullptr && AsInteger(*member) != nullptr);
  return static_cast<uint64_t>(*AsInteger(*member));
}

Hash HashOf(const Json& object, std::string_view name) {
  const auto hash = ParseHash(TextOf(object, name));
  CHECK(hash.has_value());
  return *hash;
}

std::vector<Hash> HashesOf(const Json& object, std::string_view name) {
  std::vector<Hash> hashes;
  for (const Json& text : *AsArray(*Find(object, name))) {
    const auto hash = ParseHash(*AsString(text));
    CHECK(hash.has_value());
    hashes.push_back(*hash);
  }
  return hashes;
}

}  // namespace enishi::testing
