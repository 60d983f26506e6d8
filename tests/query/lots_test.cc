#include "ledger/query/lots.h"

#include <gtest/gtest.h>

#include "tests/fixtures/town.h"

namespace enishi::testing {
namespace {

class HeldLots : public ::testing::Test {
 protected:
  HeldLots() {
    town_.Found();
    town_.Furnish();
    town_.OpenParticipant("hana");
    town_.OpenShop("bakery");
    town_.Charge("hana", 1000);
    town_.Announce("drill", 300);
    town_.Do("coordinator", ParticipationRecord{Town::Name("drill"), town_.Account("hana")});
  }

  AccountLots LotsOf(const std::string& label, Timestamp now) {
    auto lots = FindLots(town_.state(), town_.Account(label), now);
    EXPECT_TRUE(lots.has_value());
    return lots.value_or(AccountLots{});
  }

  Town town_;
};

TEST_F(HeldLots, AreNoneWithoutAnAccount) {
  EXPECT_FALSE(FindLots(town_.state(), town_.Account("nowhere"), town_.now()).has_value());
  const AccountLots empty = LotsOf("bakery", town_.now());
  EXPECT_TRUE(empty.lots.empty());
  EXPECT_TRUE(empty.balances.empty());
}

TEST_F(HeldLots, CountAsPaidOrBonusByTheirClass) {
  const AccountLots held = LotsOf("hana", town_.now());
  EXPECT_EQ(held.lots.size(), 2U);
  ASSERT_EQ(held.balances.size(), 1U);
  EXPECT_EQ(held.balances[0].currency, Town::Currency());
  EXPECT_EQ(held.balances[0].paid.value(), 1000);
  EXPECT_EQ(held.balances[0].bonus.value(), 300);
  EXPECT_EQ(held.balances[0].Available().value(), 1300);
}

TEST_F(HeldLots, OfAParticipantExpireAtTheEndOfTheirLastDay) {
  const Timestamp end = Town::Day("2026-09-30").End();
  EXPECT_EQ(LotsOf("hana", Timestamp{end.ms - 1}).balances[0].bonus.value(), 300);
  const AccountLots after = LotsOf("hana", end);
  EXPECT_EQ(after.balances[0].bonus.value(), 0);
  EXPECT_EQ(after.balances[0].paid.value(), 1000);
  ASSERT_EQ(after.lots.size(), 2U);
  for (const HeldLot& lot : after.lots) EXPECT_EQ(lot.expired, !lot.lot_class.paid());
}

TEST_F(HeldLots, OfAShopNeverExpire) {
  town_.Do("hana", PaymentPay{town_.Account("bakery"), Town::Currency(), Town::Points(300), {}});
  const AccountLots held = LotsOf("bakery", Town::Day("2026-12-31").End());
  ASSERT_EQ(held.lots.size(), 1U);
  EXPECT_FALSE(held.lots[0].expired);
  EXPECT_EQ(held.balances[0].Available().value(), 300);
}

}  // namespace
}  // namespace enishi::testing
