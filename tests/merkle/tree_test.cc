#include "ledger/merkle/tree.h"

#include <gtest/gtest.h>

#include <bit>
#include <nlohmann/json.hpp>

#include "ledger/base/bytes.h"
#include "ledger/merkle/lines.h"
#include "ledger/merkle/proof.h"
#include "tests/merkle/naive_tree.h"

namespace enishi {
namespace {

using testing::CountOf;
using testing::HashesOf;
using testing::HashOf;
using testing::MerkleVectors;
using testing::NaiveTree;
using testing::NumberedLeaves;
using testing::TileStore;

constexpr uint64_t kSmallSizes = 70;

// Refuses to be asked for anything, and counts how often it was.
class NoSource : public HashSource {
 public:
  Parsed<Hash> NodeAt(NodeId) override { return FormatError{"nothing here"}; }
};

// Makes up a hash for every node, and checks that a tree of the size has it complete.
class EndlessSource : public HashSource {
 public:
  explicit EndlessSource(uint64_t size) : size_(size) {}
  Parsed<Hash> NodeAt(NodeId node) override {
    ++reads;
    EXPECT_LT(node.level, 64U);
    EXPECT_LT(node.index, size_ >> node.level);
    return LeafHash(std::to_string(node.level) + "/" + std::to_string(node.index));
  }
  int reads = 0;

 private:
  uint64_t size_;
};

TEST(Tree, HashesAreThoseOfTheRfc) {
  EXPECT_EQ(HexEncode(AsView(EmptyRoot())),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(HexEncode(AsView(LeafHash(""))),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  EXPECT_EQ(NodeHash(LeafHash("a"), LeafHash("b")),
            Sha256({"\x01", AsView(LeafHash("a")), AsView(LeafHash("b"))}));
  EXPECT_NE(NodeHash(LeafHash("a"), LeafHash("b")), NodeHash(LeafHash("b"), LeafHash("a")));
}

TEST(Tree, AgreesWithTheNaiveDefinitionForAllSmallTrees) {
  const auto leaves = NumberedLeaves(kSmallSizes);
  const NaiveTree naive(leaves);
  TileStore store;
  Frontier frontier;
  for (uint64_t size = 0; size <= kSmallSizes; ++size) {
    TileTree tree(store.Provider());
    const Hash root = naive.Root(size);
    EXPECT_EQ(*RootFrom(size, tree), root) << size;
    EXPECT_EQ(frontier.Root(), root) << size;
    EXPECT_EQ(frontier.size(), size);
    EXPECT_EQ(Frontier::FromSource(size, tree)->Root(), root) << size;
    for (uint64_t index = 0; index < size; ++index) {
      const LeafPosition position{.index = index, .size = size};
      EXPECT_EQ(*InclusionProof(position, tree), naive.Path(position)) << index << " of " << size;
    }
    for (uint64_t old_size = 0; old_size <= size; ++old_size) {
      const Growth growth{.old_size = old_size, .new_size = size};
      EXPECT_EQ(*ConsistencyProof(growth, tree), naive.Consistency(growth))
          << old_size << " to " << size;
    }
    if (size == kSmallSizes) break;
    frontier.Append(leaves[size]);
    store.Append({&leaves[size], 1});
  }
}

TEST(Tree, AgreesWithTheVectorsOfAnotherProgram) {
  const Json vectors = MerkleVectors("tree.json");
  TileStore store;
  store.Append(NumberedLeaves(70000));
  TileTree tree(store.Provider());
  ASSERT_EQ(HashesOf(vectors, "leaf_hashes"), NumberedLeaves(3));
  for (const Json& row : *AsArray(*Find(vectors, "roots"))) {
    const uint64_t size = CountOf(row, "size");
    EXPECT_EQ(*RootFrom(size, tree), HashOf(row, "root")) << size;
    EXPECT_EQ(Frontier::FromSource(size, tree)->Root(), HashOf(row, "root")) << size;
  }
  for (const Json& row : *AsArray(*Find(vectors, "inclusion"))) {
    const LeafPosition position{.index = CountOf(row, "index"), .size = CountOf(row, "size")};
    EXPECT_EQ(*InclusionProof(position, tree), HashesOf(row, "path")) << position.index;
  }
  for (const Json& row : *AsArray(*Find(vectors, "consistency"))) {
    const Growth growth{.old_size = CountOf(row, "old_size"), .new_size = CountOf(row, "new_size")};
    EXPECT_EQ(*ConsistencyProof(growth, tree), HashesOf(row, "proof")) << growth.old_size;
  }
}

TEST(Tree, AFrontierGoesOnFromAStoredTree) {
  const auto leaves = NumberedLeaves(600);
  TileStore store;
  store.Append(std::span(leaves).first(300));
  TileTree tree(store.Provider());
  auto frontier = Frontier::FromSource(300, tree);
  ASSERT_TRUE(frontier);
  for (size_t i = 300; i < leaves.size(); ++i) frontier->Append(leaves[i]);
  EXPECT_EQ(frontier->Root(), NaiveTree(leaves).Root(600));
}

TEST(Tree, RefusesPositionsThatAreNotInTheTree) {
  NoSource source;
  EXPECT_FALSE(InclusionProof({.index = 0, .size = 0}, source));
  EXPECT_FALSE(InclusionProof({.index = 5, .size = 5}, source));
  EXPECT_FALSE(InclusionProof({.index = UINT64_MAX, .size = 5}, source));
  EXPECT_FALSE(ConsistencyProof({.old_size = 6, .new_size = 5}, source));
  EXPECT_FALSE(Frontier::FromSource(kTreeSizeMax + 1, source));
}

TEST(Tree, AsksNothingWhereNothingIsNeeded) {
  NoSource source;
  EXPECT_EQ(*RootFrom(0, source), EmptyRoot());
  EXPECT_TRUE(InclusionProof({.index = 0, .size = 1}, source)->empty());
  EXPECT_TRUE(ConsistencyProof({.old_size = 0, .new_size = 5}, source)->empty());
  EXPECT_TRUE(ConsistencyProof({.old_size = 5, .new_size = 5}, source)->empty());
  EXPECT_EQ(Frontier::FromSource(0, source)->Root(), EmptyRoot());
}

TEST(Tree, PassesOnThatAHashIsMissing) {
  NoSource source;
  EXPECT_EQ(RootFrom(5, source).error().message, "nothing here");
  EXPECT_FALSE(InclusionProof({.index = 1, .size = 5}, source));
  EXPECT_FALSE(ConsistencyProof({.old_size = 3, .new_size = 5}, source));
  EXPECT_FALSE(Frontier::FromSource(5, source));
}

TEST(Tree, StaysShortAtTheEndOfSixtyFourBits) {
  for (const uint64_t size :
       {UINT64_MAX, UINT64_MAX - 1, uint64_t{1} << 63, kTreeSizeMax, kTreeSizeMax - 1}) {
    EndlessSource source(size);
    ASSERT_TRUE(RootFrom(size, source));
    EXPECT_LE(source.reads, 64);
    for (const uint64_t index : {uint64_t{0}, size / 2, size / 3, size - 2, size - 1}) {
      const auto path = InclusionProof({.index = index, .size = size}, source);
      ASSERT_TRUE(path);
      EXPECT_LE(path->size(), 64U);
      const auto proof = ConsistencyProof({.old_size = index, .new_size = size}, source);
      ASSERT_TRUE(proof);
      EXPECT_LE(proof->size(), 65U);
    }
  }
  EndlessSource source(kTreeSizeMax);
  const auto frontier = Frontier::FromSource(kTreeSizeMax, source);
  ASSERT_TRUE(frontier);
  EXPECT_EQ(frontier->Root(), *RootFrom(kTreeSizeMax, source));
}

}  // namespace
}  // namespace enishi
