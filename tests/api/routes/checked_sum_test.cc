#include "api/routes/checked_sum.h"

#include <gtest/gtest.h>

namespace enishi {
namespace {

TEST(CheckedSum, AddsAndSubtractsUpToWhatEveryReaderKeeps) {
  CheckedSum sum;
  sum.Add(Amount::kMax);
  EXPECT_EQ(sum.value(), Amount::kMax);
  CheckedSum other;
  other.Add(Amount::kMax - 7);
  sum.Subtract(other);
  EXPECT_EQ(sum.ToJson().Dump(), "7");
}

TEST(CheckedSum, HasNoValueOnceItWasOutOfRange) {
  CheckedSum sum;
  sum.Add(Amount::kMax);
  sum.Add(1);
  EXPECT_EQ(sum.ToJson().Dump(), "null");
  sum.Add(-1);
  EXPECT_EQ(sum.value(), std::nullopt);
  CheckedSum with;
  with.Add(sum);
  EXPECT_EQ(with.value(), std::nullopt);
  CheckedSum least;
  least.Add(INT64_MIN);
  EXPECT_EQ(least.value(), std::nullopt);
}

}  // namespace
}  // namespace enishi
