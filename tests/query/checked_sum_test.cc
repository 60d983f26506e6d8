#include "ledger/query/checked_sum.h"

#include <gtest/gtest.h>

#include "ledger/base/amount.h"

namespace enishi {
namespace {

TEST(CheckedSums, AddAndSubtractInTheWholeRange) {
  CheckedSum sum;
  sum.Add(Amount::kMax);
  EXPECT_EQ(sum.value(), Amount::kMax);
  CheckedSum other;
  other.Add(Amount::kMax - 7);
  sum.Subtract(other);
  EXPECT_EQ(sum.value(), 7);
}

TEST(CheckedSums, HaveNoValueOnceOutOfRange) {
  CheckedSum sum;
  sum.Add(Amount::kMax);
  sum.Add(1);
  EXPECT_EQ(sum.value(), std::nullopt);
  sum.Add(-1);
  EXPECT_EQ(sum.value(), std::nullopt);
  CheckedSum with;
  with.Add(sum);
  EXPECT_EQ(with.value(), std::nullopt);
}

TEST(CheckedSums, SubtractASumOfTheLeastInteger) {
  CheckedSum least;
  least.Add(INT64_MIN);
  EXPECT_EQ(least.value(), std::nullopt);
  CheckedSum sum;
  sum.Subtract(least);
  EXPECT_EQ(sum.value(), std::nullopt);
}

}  // namespace
}  // namespace enishi
