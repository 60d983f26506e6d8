#include <gtest/gtest.h>

#include "tests/fixtures/town.h"

namespace enishi::testing {
namespace {

class Payments : public ::testing::Test {
 protected:
  Payments() {
    town_.Found();
    town_.Furnish();
    town_.OpenParticipant("hana");
    town_.OpenShop("bakery");
  }

  PaymentPay Pay(int64_t amount, const CurrencyCode& currency = Town::Currency()) {
    return {town_.Account("bakery"), currency, Town::Points(amount), std::nullopt};
  }
  // A programme whose points end on the day, and one award of it to hana.
  void Award(const char* programme, const char* expires_on, int64_t points) {
    ProgrammeCreate create;
    create.programme = Town::Name(programme);
    create.currency = Town::Currency();
    create.fiscal_year = 2026;
    create.budget = create.award_max = Town::Points(1'000'000);
    create.starts_on = Town::Day("2026-04-01");
    create.ends_on = Date::Of(town_.now());
    create.expires_on = Town::Day(expires_on);
    town_.Do("planner-1", create, {"planner-2"});
    ActivityCreate activity;
    activity.activity = activity.programme = Town::Name(programme);
    activity.organiser = town_.Account("coordinator");
    activity.starts_at = town_.now();
    activity.ends_at = {town_.now().ms + 1};
    activity.award = Town::Points(points);
    town_.Do("coordinator", activity);
    town_.Do("coordinator", ParticipationRecord{Town::Name(programme), town_.Account("hana")});
  }
  uint32_t ClassOf(const char* programme) {
    return Find<ProgrammeRow>(town_.state(), {Town::Name(programme)})->lot_class;
  }
  // The lot classes from which an outcome takes, in order.
  static std::vector<uint32_t> Order(const Outcome& outcome) {
    std::vector<uint32_t> classes;
    for (const Posting& posting : outcome.postings) {
      if (posting.amount < 0) classes.push_back(posting.lot_class);
    }
    return classes;
  }

  Town town_;
};

TEST_F(Payments, MoveLotsFromPayerToShop) {
  town_.Charge("hana", 1'000);
  town_.Do("hana", Pay(380));
  EXPECT_EQ(town_.Available("hana"), 620);
  EXPECT_EQ(town_.Held("bakery"), 380);
  EXPECT_EQ(town_.Held("issued"), -1'000);
}

TEST_F(Payments, SpendBonusThatExpiresBeforePaidValueThatDoesNot) {
  town_.Charge("hana", 1'000);
  town_.Announce("drill", 300);
  town_.Do("coordinator", ParticipationRecord{Town::Name("drill"), town_.Account("hana")});
  const Outcome outcome = town_.Do("hana", Pay(400));
  ASSERT_EQ(outcome.postings.size(), 4U);
  EXPECT_EQ(outcome.postings[0].amount, -300);
  EXPECT_EQ(outcome.postings[0].expires_on, Town::Day("2026-09-30"));
  EXPECT_EQ(outcome.postings[2].amount, -100);
  EXPECT_EQ(outcome.postings[2].expires_on, kNever);
}

TEST_F(Payments, SpendTheEarliestExpiryFirstWhateverItsAge) {
  Award("late", "2026-12-31", 10);
  Award("early", "2026-06-30", 10);
  EXPECT_EQ(Order(town_.Do("hana", Pay(11))), (std::vector{ClassOf("early"), ClassOf("late")}));
}

TEST_F(Payments, SpendBonusBeforePaidValueOfTheSameDay) {
  CurrencyCreate create;
  create.currency = CurrencyCode{"SHIO"};
  create.issuer = *MunicipalityCode::Parse("372013");
  create.paid_months = 2;
  create.payment_max = Town::Points(1'000);
  town_.Do("mayor", create, {"deputy"});
  town_.Do("cashier", Charge{town_.Account("hana"), create.currency, Town::Points(10), {}});
  ProgrammeCreate bonus;
  bonus.programme = Town::Name("bonus");
  bonus.currency = create.currency;
  bonus.fiscal_year = 2026;
  bonus.budget = bonus.award_max = Town::Points(10);
  bonus.starts_on = bonus.ends_on = Town::Day("2026-04-01");
  bonus.expires_on = Town::Day("2026-06-30");
  town_.Do("planner-1", bonus, {"planner-2"});
  ActivityCreate activity;
  activity.activity = activity.programme = bonus.programme;
  activity.organiser = town_.Account("coordinator");
  activity.starts_at = town_.now();
  activity.ends_at = {town_.now().ms + 1};
  activity.award = Town::Points(10);
  town_.Do("coordinator", activity);
  town_.Do("coordinator", ParticipationRecord{activity.activity, town_.Account("hana")});
  const auto paid = Find<CurrencyRow>(town_.state(), {create.currency})->paid_lot_class;
  const Outcome outcome = town_.Do("hana", Pay(20, create.currency));
  EXPECT_EQ(Order(outcome), (std::vector{ClassOf("bonus"), paid}));
  EXPECT_EQ(outcome.postings[0].expires_on, outcome.postings[2].expires_on);
}

TEST_F(Payments, SpendTheOldestOfEqualLotsFirst) {
  Award("second-class", "2026-12-31", 10);
  Award("third-class", "2026-12-31", 10);
  // Spent to nothing and given again, the lower class is now the younger lot.
  ASSERT_EQ(Order(town_.Do("hana", Pay(10))), std::vector{ClassOf("second-class")});
  ActivityCreate again;
  again.activity = Town::Name("again");
  again.programme = Town::Name("second-class");
  again.organiser = town_.Account("coordinator");
  again.starts_at = town_.now();
  again.ends_at = {town_.now().ms + 1};
  again.award = Town::Points(10);
  town_.Do("coordinator", again);
  town_.Do("coordinator", ParticipationRecord{again.activity, town_.Account("hana")});
  EXPECT_EQ(Order(town_.Do("hana", Pay(20))),
            (std::vector{ClassOf("third-class"), ClassOf("second-class")}));
}

TEST_F(Payments, KeepAPointsOriginAtTheShop) {
  town_.Charge("hana", 100);
  Award("early", "2026-06-30", 10);
  town_.Do("hana", Pay(60));
  const auto shop =
      Find<HoldingRow>(town_.state(), {HolderKind::kAccount, town_.Account("bakery"), 0});
  ASSERT_EQ(shop->lots.size(), 2U);
  EXPECT_EQ(shop->lots[0].lot_class, ClassOf("early"));
  EXPECT_EQ(shop->lots[0].amount, 10);
  EXPECT_EQ(shop->lots[1].amount, 50);
}

TEST_F(Payments, TakeALotToTheLastInstantOfItsLastDayInTokyo) {
  Award("early", "2026-06-30", 10);
  town_.AdvanceTo(*ParseRfc3339("2026-06-30T23:59:59.999+09:00"));
  EXPECT_EQ(town_.Refusal("hana", Pay(4)), std::nullopt);
  town_.AdvanceTo(*ParseRfc3339("2026-07-01T00:00:00+09:00"));
  EXPECT_EQ(town_.Available("hana"), 0);
  EXPECT_EQ(town_.Refusal("hana", Pay(4)), Reason::kLotsExpired);
  EXPECT_EQ(town_.Refusal("hana", Pay(7)), Reason::kInsufficientFunds);
}

TEST_F(Payments, RefuseMoreThanThereIsAndChangeNothing) {
  town_.Charge("hana", 100);
  EXPECT_EQ(town_.Refusal("hana", Pay(101)), Reason::kInsufficientFunds);
  EXPECT_EQ(town_.Available("hana"), 100);
  EXPECT_EQ(town_.Held("bakery"), 0);
}

TEST_F(Payments, SpendNoOtherCurrency) {
  CurrencyCreate create;
  create.currency = CurrencyCode{"SHIO"};
  create.issuer = *MunicipalityCode::Parse("372013");
  create.payment_max = Town::Points(1'000);
  town_.Do("mayor", create, {"deputy"});
  town_.Charge("hana", 100);
  EXPECT_EQ(town_.Refusal("hana", Pay(1, create.currency)), Reason::kInsufficientFunds);
}

TEST_F(Payments, GoUpToTheLargestPaymentIncluded) {
  town_.Charge("hana", 200'000);
  EXPECT_EQ(town_.Refusal("hana", Pay(100'001)), Reason::kPaymentTooLarge);
  EXPECT_EQ(town_.Refusal("hana", Pay(100'000)), std::nullopt);
}

TEST_F(Payments, GoToShopsOnly) {
  town_.OpenParticipant("taro");
  town_.Charge("hana", 10);
  PaymentPay pay = Pay(1);
  for (const char* label : {"taro", "mayor", "hana", "nobody"}) {
    pay.shop = town_.Account(label);
    EXPECT_EQ(town_.Refusal("hana", pay), Reason::kShopUnknown) << label;
  }
}

TEST_F(Payments, CannotBeMoreThanAllThereCanBe) {
  town_.Charge("hana", Amount::kMax);
  town_.OpenParticipant("taro");
  EXPECT_EQ(town_.Refusal("cashier",
                          Charge{town_.Account("taro"), Town::Currency(), Town::Points(1), {}}),
            Reason::kAmountOverflow);
  EXPECT_EQ(town_.Refusal("hana", Pay(100'000)), std::nullopt);
  EXPECT_EQ(town_.Available("hana"), Amount::kMax - 100'000);
}

// The row budget of specs/storage.md: what a batch of payments between the same two writes.
TEST_F(Payments, WriteOneRowEachAndThoseOfTheHoldingsOnce) {
  town_.Charge("hana", 10'000);
  Award("snow", "2026-05-01", 500);
  constexpr uint64_t kPayments = 8;
  for (const bool by_code : {false, true}) {
    const View& before = town_.state();
    Overlay batch(before);
    for (uint64_t i = 0; i < kPayments; ++i) {
      const Payload payload =
          by_code ? Payload(PaymentCapture{town_.Code("hana", 100), Town::Points(100), {}})
                  : Payload(Pay(100));
      const Instruction instruction = town_.Make(by_code ? "bakery" : "hana", payload);
      const auto outcome = Apply({batch, town_.ledger(), town_.now()}, instruction);
      ASSERT_TRUE(outcome.has_value());
      Fold(batch, town_.leaves().size() + i, instruction.header, *outcome);
    }
    std::map<char, uint64_t> rows;
    for (const auto& [key, value] : batch.rows()) ++rows[key.front()];
    std::map<char, uint64_t> budget = {{IdRow::kTable, kPayments}, {HoldingRow::kTable, 2}};
    if (by_code) budget[UsedCodeRow::kTable] = kPayments;
    EXPECT_EQ(rows, budget);
  }
}

}  // namespace
}  // namespace enishi::testing
