#include "ledger/service/publish/fresh_leaves.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace enishi {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(FreshLeaves, GivesWhatWasAddedOnceAndInOrder) {
  FreshLeaves fresh;
  for (uint64_t i = 5; i < 9; ++i) fresh.Add(i, "leaf " + std::to_string(i));
  EXPECT_THAT(fresh.Take(5, 2), ElementsAre("leaf 5", "leaf 6"));
  EXPECT_THAT(fresh.Take(5, 2), IsEmpty());
  EXPECT_THAT(fresh.Take(8, 1), ElementsAre("leaf 8"));
}

TEST(FreshLeaves, GivesAllOrNothing) {
  FreshLeaves fresh;
  EXPECT_THAT(fresh.Take(0, 1), IsEmpty());
  fresh.Add(3, "three");
  EXPECT_THAT(fresh.Take(2, 2), IsEmpty());
  EXPECT_THAT(fresh.Take(3, 2), IsEmpty());
  EXPECT_THAT(fresh.Take(3, 1), ElementsAre("three"));
}

TEST(FreshLeaves, BeginsAnewAfterAGap) {
  FreshLeaves fresh;
  fresh.Add(0, "zero");
  fresh.Add(7, "seven");
  EXPECT_THAT(fresh.Take(0, 1), IsEmpty());
  EXPECT_THAT(fresh.Take(7, 1), ElementsAre("seven"));
}

TEST(FreshLeaves, IsBounded) {
  FreshLeaves fresh;
  const std::string leaf(size_t{1} << 20, 'x');
  const uint64_t count = FreshLeaves::kBytesMax / leaf.size();
  for (uint64_t i = 0; i < count; ++i) fresh.Add(i, leaf);
  EXPECT_EQ(fresh.Take(0, 1).size(), 1U);
  fresh.Add(count, leaf);
  EXPECT_EQ(fresh.Take(1, 1).size(), 1U);
  fresh.Add(count + 1, leaf);
  fresh.Add(count + 2, leaf);
  EXPECT_THAT(fresh.Take(2, 1), IsEmpty());
  EXPECT_EQ(fresh.Take(count + 2, 1).size(), 1U);
}

}  // namespace
}  // namespace enishi
