#include "ledger/rules/lots.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/fixtures/town.h"

namespace enishi::testing {
namespace {

using ::testing::ElementsAre;

class Lots : public ::testing::Test {
 protected:
  Lots() {
    town_.Found();
    town_.Furnish();
    town_.OpenParticipant("hana");
    town_.OpenParticipant("taro");
    town_.OpenShop("bakery");
    town_.Announce("drill", 300);
    town_.Do("coordinator", ParticipationRecord{Town::Name("drill"), town_.Account("hana")});
    town_.Charge("hana", 500);
  }
  Checked<Outcome> Move(const std::string& payee, AccountKind kind, int64_t amount) {
    return MoveLots(Context{town_.state(), town_.ledger(), town_.now()},
                    {.payer = town_.Account("hana"),
                     .payee = town_.Account(payee),
                     .payee_kind = kind,
                     .currency = Town::Currency(),
                     .amount = Town::Points(amount)});
  }
  // The account then holds `count` lots of one point, of classes that do not exist.
  void HoldLots(const std::string& label, size_t count) {
    HoldingRow holding;
    for (uint32_t i = 0; i < count; ++i) holding.lots.push_back({1'000 + i, kNever, 1, 0});
    town_.PutRow<HoldingRow>({HolderKind::kAccount, town_.Account(label), 0}, holding);
  }

  Town town_;
};

// The keys of the expiry rows that an outcome writes.
std::vector<std::string> ExpiryRowsOf(const Outcome& outcome) {
  std::vector<std::string> keys;
  for (const RowChange& change : outcome.changes) {
    if (change.key.front() == ExpiryRow::kTable && change.value) keys.push_back(change.key);
  }
  return keys;
}

TEST_F(Lots, GivenToAParticipantAreFoundByTheSweep) {
  const auto outcome = Move("taro", AccountKind::kParticipant, 700);
  ASSERT_TRUE(outcome.has_value());
  EXPECT_EQ(outcome->postings.size(), 4U);  // 300 of the programme, 400 of the sale
  EXPECT_THAT(ExpiryRowsOf(*outcome),
              ElementsAre(RowKey<ExpiryRow>({Town::Day("2026-09-30"), town_.Account("taro")})));
}

TEST_F(Lots, GivenToAShopNeverExpireThere) {
  const auto outcome = Move("bakery", AccountKind::kShop, 700);
  ASSERT_TRUE(outcome.has_value());
  EXPECT_THAT(ExpiryRowsOf(*outcome), ElementsAre());
}

TEST_F(Lots, ThatNeverExpireNeedNoRow) {
  town_.AdvanceTo(Town::Day("2026-10-01").Start());
  const auto outcome = Move("taro", AccountKind::kParticipant, 500);
  ASSERT_TRUE(outcome.has_value());
  EXPECT_THAT(ExpiryRowsOf(*outcome), ElementsAre());
}

TEST_F(Lots, OfOneHoldingAreLimited) {
  HoldLots("bakery", kHoldingLotsMax - 1);
  const PaymentPay pay{town_.Account("bakery"), Town::Currency(), Town::Points(100), {}};
  town_.Do("hana", pay);  // the last lot that fits, and more of the same lot
  town_.Do("hana", pay);
  const PaymentPay two_lots{pay.shop, pay.currency, Town::Points(300), {}};
  EXPECT_EQ(town_.Refusal("hana", two_lots), Reason::kHoldingFull);
}

TEST_F(Lots, ThatAreIssuedAreLimitedToo) {
  HoldLots("hana", kHoldingLotsMax);
  const enishi::Charge charge{town_.Account("hana"), Town::Currency(), Town::Points(1), {}};
  EXPECT_EQ(town_.Refusal("cashier", charge), Reason::kHoldingFull);
}

// A payment that takes every lot that an account can hold, and the largest sweep, stay below what
// the two-byte counts of an outcome can say.
TEST(OutcomeLimits, OfPaymentsAreBelowTheCounts) {
  static_assert(2 * kHoldingLotsMax + 2 <= kOutcomeCountMax);
  std::vector<Posting> postings(2 * kHoldingLotsMax);
  const auto decoded = DecodeOutcome(EncodeOutcome({postings, {}}));
  ASSERT_TRUE(decoded.has_value());
  EXPECT_EQ(decoded->postings.size(), postings.size());
}

TEST(OutcomeLimits, StopTheProcessAndNeverCutACount) {
  Outcome outcome;
  outcome.changes.resize(kOutcomeCountMax + 1, RowChange{"k", std::nullopt});
  EXPECT_DEATH((void)EncodeOutcome(outcome), "kOutcomeCountMax");
  outcome.changes.clear();
  outcome.postings.resize(kOutcomeCountMax + 1);
  EXPECT_DEATH((void)EncodeOutcome(outcome), "kOutcomeCountMax");
  outcome.postings.clear();
  outcome.changes.push_back({std::string(kRowKeyBytesMax + 1, 'k'), std::nullopt});
  EXPECT_DEATH((void)EncodeOutcome(outcome), "kRowKeyBytesMax");
}

}  // namespace
}  // namespace enishi::testing
