#include "tests/demo/wallets.h"

#include <gtest/gtest.h>

namespace enishi {
namespace {

constexpr Date kMay{20'000};
constexpr Date kJune{20'030};

TEST(Wallet, SpendsBonusByExpiryAndPaidValueLast) {
  Wallet wallet;
  wallet.Charge(1000);
  wallet.Award(300, kJune);
  wallet.Award(200, kMay);
  EXPECT_EQ(wallet.Available(kMay), 1500);
  EXPECT_EQ(wallet.Spend(250, kMay), 250);
  // All 200 of May and 50 of June are spent; nothing of May is left to expire.
  EXPECT_EQ(wallet.Expired(kMay.PlusDays(1)), 0);
  EXPECT_EQ(wallet.Spend(400, kMay), 250);
  EXPECT_EQ(wallet.Available(kJune.PlusDays(1)), 850);
}

TEST(Wallet, BonusLastsThroughItsLastDay) {
  Wallet wallet;
  wallet.Award(200, kMay);
  EXPECT_EQ(wallet.Available(kMay), 200);
  EXPECT_EQ(wallet.Expired(kMay), 0);
  EXPECT_EQ(wallet.Available(kMay.PlusDays(1)), 0);
  EXPECT_EQ(wallet.Expired(kMay.PlusDays(1)), 200);
}

}  // namespace
}  // namespace enishi
