#include "ledger/merkle/proof.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "ledger/merkle/lines.h"
#include "ledger/merkle/tree.h"
#include "tests/fixtures/shared_folder.h"
#include "tests/merkle/naive_tree.h"

namespace enishi {
namespace {

using testing::NaiveTree;
using testing::NumberedLeaf;
using testing::NumberedLeaves;

constexpr uint64_t kSizes = 70;
constexpr uint64_t kExtremes[] = {0,
                                  1,
                                  2,
                                  uint64_t{1} << 62,
                                  kTreeSizeMax - 1,
                                  kTreeSizeMax,
                                  kTreeSizeMax + 1,
                                  kTreeSizeMax + 2,
                                  UINT64_MAX - 1,
                                  UINT64_MAX};

// Every way of changing one hash, leaving one out or putting one in that a reader might overlook.
std::vector<std::vector<Hash>> Damaged(const std::vector<Hash>& proof) {
  std::vector<std::vector<Hash>> all;
  for (size_t i = 0; i < proof.size(); ++i) {
    all.push_back(proof);
    all.back()[i][31] ^= 1;
    all.push_back(proof);
    all.back().erase(all.back().begin() + static_cast<ptrdiff_t>(i));
    if (i > 0) {
      all.push_back(proof);
      std::swap(all.back()[i], all.back()[i - 1]);
    }
  }
  for (size_t i = 0; i <= proof.size(); ++i) {
    all.push_back(proof);
    all.back().insert(all.back().begin() + static_cast<ptrdiff_t>(i), NumberedLeaf(0));
  }
  return all;
}

TEST(Proof, EveryInclusionOfEverySmallTreeVerifiesAndNothingElseDoes) {
  const NaiveTree tree(NumberedLeaves(kSizes));
  for (uint64_t size = 1; size <= kSizes; ++size) {
    for (uint64_t index = 0; index < size; ++index) {
      const std::vector<Hash> path = tree.Path({.index = index, .size = size});
      const InclusionClaim claim{
          .index = index, .size = size, .leaf_hash = NumberedLeaf(index), .root = tree.Root(size)};
      ASSERT_TRUE(VerifyInclusion(claim, path)) << index << " of " << size;
      for (const auto& damaged : Damaged(path)) ASSERT_FALSE(VerifyInclusion(claim, damaged));
      for (uint64_t other = 0; other <= size; ++other) {
        InclusionClaim wrong = claim;
        wrong.index = other;
        ASSERT_EQ(VerifyInclusion(wrong, path), other == index) << other << " of " << size;
      }
      InclusionClaim wrong = claim;
      wrong.leaf_hash[0] ^= 1;
      ASSERT_FALSE(VerifyInclusion(wrong, path));
      wrong = claim;
      wrong.root[0] ^= 1;
      ASSERT_FALSE(VerifyInclusion(wrong, path));
    }
  }
}

TEST(Proof, EveryGrowthOfEverySmallTreeVerifiesAndNothingElseDoes) {
  const NaiveTree tree(NumberedLeaves(kSizes));
  for (uint64_t new_size = 0; new_size <= kSizes; ++new_size) {
    for (uint64_t old_size = 0; old_size <= new_size; ++old_size) {
      const std::vector<Hash> proof =
          tree.Consistency({.old_size = old_size, .new_size = new_size});
      const ConsistencyClaim claim{.old_size = old_size,
                                   .old_root = tree.Root(old_size),
                                   .new_size = new_size,
                                   .new_root = tree.Root(new_size)};
      ASSERT_TRUE(VerifyConsistency(claim, proof)) << old_size << " to " << new_size;
      for (const auto& damaged : Damaged(proof)) ASSERT_FALSE(VerifyConsistency(claim, damaged));
      ConsistencyClaim wrong = claim;
      wrong.old_root[0] ^= 1;
      ASSERT_FALSE(VerifyConsistency(wrong, proof));
      wrong = claim;
      wrong.new_root[0] ^= 1;
      // Every tree continues the empty one, so that proof says nothing about the new root.
      ASSERT_EQ(VerifyConsistency(wrong, proof), old_size == 0 && new_size > 0);
      if (old_size == new_size) continue;
      wrong = claim;
      std::swap(wrong.old_size, wrong.new_size);
      std::swap(wrong.old_root, wrong.new_root);
      ASSERT_FALSE(VerifyConsistency(wrong, proof)) << "a tree does not shrink";
    }
  }
}

TEST(Proof, AnOldTreeOfSizeZeroHasTheEmptyRootAndAnEmptyProof) {
  const Hash root = NumberedLeaf(0);
  const ConsistencyClaim claim{
      .old_size = 0, .old_root = EmptyRoot(), .new_size = 1, .new_root = root};
  EXPECT_TRUE(VerifyConsistency(claim, {}));
  EXPECT_FALSE(VerifyConsistency(claim, {&root, 1}));
  ConsistencyClaim wrong = claim;
  wrong.old_root = root;
  EXPECT_FALSE(VerifyConsistency(wrong, {}));
}

TEST(Proof, SizesAtTheEndOfSixtyFourBitsAreAnsweredAtOnce) {
  const std::vector<Hash> many(70, NumberedLeaf(1));
  for (const uint64_t size : kExtremes) {
    for (const uint64_t index : kExtremes) {
      for (size_t count = 0; count <= many.size(); ++count) {
        const std::span<const Hash> proof = std::span(many).first(count);
        EXPECT_EQ(VerifyInclusion({.index = index,
                                   .size = size,
                                   .leaf_hash = NumberedLeaf(0),
                                   .root = NumberedLeaf(0)},
                                  proof),
                  index == 0 && size == 1 && count == 0);
        EXPECT_EQ(VerifyConsistency({.old_size = index,
                                     .old_root = NumberedLeaf(0),
                                     .new_size = size,
                                     .new_root = NumberedLeaf(0)},
                                    proof),
                  index == size && count == 0);
      }
    }
  }
}

TEST(Proof, TheLongestPathVerifies) {
  // The first leaf of the largest tree of a 64-bit size: one sibling per bit.
  constexpr uint64_t kSize = UINT64_MAX;
  const std::vector<Hash> path(64, NumberedLeaf(1));
  Hash root = NumberedLeaf(0);
  for (const Hash& sibling : path) root = NodeHash(root, sibling);
  EXPECT_TRUE(VerifyInclusion(
      {.index = 0, .size = kSize, .leaf_hash = NumberedLeaf(0), .root = root}, path));
}

// The hash of a shared vector, which may be damaged on purpose and then has no hash's length.
bool ReadHashes(const Json& row, InclusionClaim& claim, std::vector<Hash>& path) {
  const auto leaf = ParseHash(TextOf(row, "leafHash"));
  const auto root = ParseHash(TextOf(row, "root"));
  if (!leaf || !root) return false;
  claim.leaf_hash = *leaf;
  claim.root = *root;
  const Json* proof = Find(row, "proof");
  if (proof == nullptr || AsArray(*proof) == nullptr) return true;
  for (const Json& text : *AsArray(*proof)) {
    const auto hash = ParseHash(*AsString(text));
    if (!hash) return false;
    path.push_back(*hash);
  }
  return true;
}

TEST(Proof, AgreesWithTheSharedInclusionVectors) {
  ENISHI_NEEDS_SHARED("vectors/rfc6962/inclusion");
  int cases = 0;
  int happy = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(
           testing::SharedFolder() / "vectors/rfc6962/inclusion")) {
    if (file.path().extension() != ".json") continue;
    std::string text = testing::ReadFile(file.path());
    // Our JSON has no integers above 2^63 - 1; the one vector value above it is 2^64 - 1.
    constexpr std::string_view kLargest = "18446744073709551615";
    if (const size_t at = text.find(kLargest); at != std::string::npos) {
      text.replace(at, kLargest.size(), "-1");
    }
    const auto row = ParseJson(text);
    ASSERT_TRUE(row) << file.path();
    InclusionClaim claim{.index = testing::CountOf(*row, "leafIdx"),
                         .size = testing::CountOf(*row, "treeSize"),
                         .leaf_hash = {},
                         .root = {}};
    std::vector<Hash> path;
    const bool accepted = ReadHashes(*row, claim, path) && VerifyInclusion(claim, path);
    EXPECT_EQ(accepted, !*AsBool(*Find(*row, "wantErr"))) << file.path() << TextOf(*row, "desc");
    ++cases;
    if (accepted) ++happy;
  }
  EXPECT_EQ(cases, 98);
  EXPECT_EQ(happy, 6);
}

}  // namespace
}  // namespace enishi
