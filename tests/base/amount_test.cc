#include "ledger/base/amount.h"

#include <gtest/gtest.h>

namespace enishi {
namespace {

TEST(Amounts, LieBetweenZeroAndTheLargestExactInteger) {
  EXPECT_EQ(Amount::kMax, 9'007'199'254'740'991);
  EXPECT_TRUE(Amount::From(0));
  EXPECT_TRUE(Amount::From(Amount::kMax));
  EXPECT_FALSE(Amount::From(-1));
  EXPECT_FALSE(Amount::From(Amount::kMax + 1));
  EXPECT_FALSE(Amount::From(INT64_MIN));
  EXPECT_FALSE(Amount::From(INT64_MAX));
}

TEST(Amounts, SumsAndDifferencesThatLeaveTheRangeAreNone) {
  const Amount one = *Amount::From(1);
  const Amount most = *Amount::From(Amount::kMax);
  EXPECT_FALSE(most.Plus(one));
  EXPECT_FALSE(most.Plus(most));
  EXPECT_FALSE(Amount().Minus(one));
  EXPECT_EQ(most.Minus(most), Amount());
  EXPECT_EQ(most.Minus(one)->Plus(one), most);
  EXPECT_TRUE(Amount().IsZero());
  EXPECT_LT(one, most);
}

}  // namespace
}  // namespace enishi
