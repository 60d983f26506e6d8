#include <gtest/gtest.h>

#include "tests/fixtures/town.h"

namespace enishi::testing {
namespace {

class Expiry : public ::testing::Test {
 protected:
  Expiry() {
    town_.Found();
    town_.Furnish();
    town_.OpenParticipant("hana");
    town_.OpenShop("bakery");
  }

  // A programme of the year whose points end on the day, with a budget of 1,000 and a cap of 100
  // a person, and its activity of the same name, which awards 100.
  void Create(const char* programme, const char* expires_on) {
    ProgrammeCreate create;
    create.programme = Town::Name(programme);
    create.currency = Town::Currency();
    create.fiscal_year = 2026;
    create.budget = Town::Points(1'000);
    create.award_max = Town::Points(100);
    create.starts_on = create.ends_on = Date::Of(town_.now());
    create.expires_on = Town::Day(expires_on);
    create.caps = {{Period::kProgramme, Town::Points(100)}};
    town_.Do("planner-1", create, {"planner-2"});
    ActivityCreate activity;
    activity.programme = activity.activity = Town::Name(programme);
    activity.organiser = town_.Account("coordinator");
    activity.starts_at = town_.now();
    activity.ends_at = {town_.now().ms + 1};
    activity.award = Town::Points(100);
    town_.Do("coordinator", activity);
  }
  std::optional<Reason> Record(const std::string& activity, const std::string& person = "hana") {
    return town_.Refusal("coordinator",
                         ParticipationRecord{Town::Name(activity), town_.Account(person)});
  }
  int64_t BudgetUsed(const char* programme) {
    return Find<BudgetRow>(town_.state(), {Town::Name(programme)})->used.minor();
  }
  void Pay(int64_t amount) {
    town_.Do("hana",
             PaymentPay{town_.Account("bakery"), Town::Currency(), Town::Points(amount), {}});
  }

  Town town_;
};

TEST_F(Expiry, IsEffectiveAtItsInstantAndBeforeAnySweep) {
  Create("short", "2026-04-10");
  ASSERT_EQ(Record("short"), std::nullopt);
  town_.AdvanceTo({Town::Day("2026-04-10").End().ms - 1});
  EXPECT_EQ(town_.Available("hana"), 100);
  EXPECT_FALSE(HasExpired(town_.state(), town_.now()));
  EXPECT_EQ(town_.Refusal("service", ExpirySweep{}), Reason::kNothingToExpire);
  town_.AdvanceTo(Town::Day("2026-04-10").End());
  EXPECT_EQ(town_.Available("hana"), 0);
  EXPECT_EQ(town_.Held("hana"), 100);
  EXPECT_TRUE(HasExpired(town_.state(), town_.now()));
}

TEST_F(Expiry, SweepMovesTheLotsAndHasNothingLeftToDo) {
  Create("short", "2026-04-10");
  ASSERT_EQ(Record("short"), std::nullopt);
  town_.Charge("hana", 7);
  town_.AdvanceTo(Town::Day("2026-04-10").End());
  town_.Do("service", ExpirySweep{});
  EXPECT_EQ(town_.Held("hana"), 7);
  EXPECT_EQ(town_.Held("expired"), 100);
  EXPECT_EQ(town_.Held("issued"), -107);
  EXPECT_FALSE(HasExpired(town_.state(), town_.now()));
  EXPECT_EQ(town_.Refusal("service", ExpirySweep{}), Reason::kNothingToExpire);
}

TEST_F(Expiry, NeverTouchesWhatShopsHold) {
  Create("short", "2026-04-10");
  ASSERT_EQ(Record("short"), std::nullopt);
  Pay(60);
  town_.AdvanceTo(Town::Day("2026-04-10").End());
  town_.Sweep();
  EXPECT_EQ(town_.Held("bakery"), 60);
  EXPECT_EQ(town_.Held("expired"), 40);
  town_.AdvanceTo(Town::Day("2027-04-10").End());
  EXPECT_FALSE(HasExpired(town_.state(), town_.now()));
  EXPECT_EQ(town_.Held("bakery"), 60);
}

TEST_F(Expiry, SweepOfSpentLotsMovesNothing) {
  Create("short", "2026-04-10");
  ASSERT_EQ(Record("short"), std::nullopt);
  Pay(100);
  town_.AdvanceTo(Town::Day("2026-04-10").End());
  const Outcome outcome = town_.Do("service", ExpirySweep{});
  EXPECT_TRUE(outcome.postings.empty());
  EXPECT_EQ(BudgetUsed("short"), 100);
}

TEST_F(Expiry, ReturnsToTheBudgetWhenTheLotEndsInItsYear) {
  Create("short", "2026-04-10");
  Create("last", "2027-03-31");
  ASSERT_EQ(Record("short"), std::nullopt);
  ASSERT_EQ(Record("last"), std::nullopt);
  Pay(30);
  town_.AdvanceTo(Town::Day("2027-03-31").End());
  town_.Sweep();
  EXPECT_EQ(BudgetUsed("short"), 30);
  EXPECT_EQ(BudgetUsed("last"), 0);
}

TEST_F(Expiry, ReturnsNothingWhenTheLotEndsAfterTheYear) {
  Create("next", "2027-04-01");
  ASSERT_EQ(Record("next"), std::nullopt);
  town_.AdvanceTo(Town::Day("2027-04-01").End());
  town_.Sweep();
  EXPECT_EQ(town_.Held("expired"), 100);
  EXPECT_EQ(BudgetUsed("next"), 100);
}

// The operator chooses when it sweeps, and that must not choose anything else.
TEST_F(Expiry, ReturnsTheSameHoweverLateTheSweepIs) {
  Create("short", "2026-04-10");
  ASSERT_EQ(Record("short"), std::nullopt);
  town_.AdvanceTo(Town::Day("2029-12-31").End());
  town_.Sweep();
  EXPECT_EQ(BudgetUsed("short"), 0);
}

TEST_F(Expiry, ReturnsToEachProgrammeItsOwn) {
  Create("short", "2026-04-10");
  Create("other", "2026-04-10");
  Create("long", "2026-12-31");
  for (const char* name : {"short", "other", "long"}) ASSERT_EQ(Record(name), std::nullopt);
  Pay(30);  // of the class with the lower number
  town_.AdvanceTo(Town::Day("2026-04-10").End());
  town_.Do("service", ExpirySweep{});
  EXPECT_EQ(BudgetUsed("short"), 30);
  EXPECT_EQ(BudgetUsed("other"), 0);
  EXPECT_EQ(BudgetUsed("long"), 100);
}

TEST_F(Expiry, OfPaidValueReturnsNothing) {
  CurrencyCreate create;
  create.currency = CurrencyCode{"SHIO"};
  create.issuer = *MunicipalityCode::Parse("372013");
  create.paid_months = 0;
  town_.Do("mayor", create, {"deputy"});
  town_.Do("cashier", Charge{town_.Account("hana"), create.currency, Town::Points(10), {}});
  town_.AdvanceTo(Town::Day("2026-04-30").End());
  const Outcome outcome = town_.Do("service", ExpirySweep{});
  EXPECT_EQ(town_.Held("expired"), 10);
  // The one change is that the work is done.
  ASSERT_EQ(outcome.changes.size(), 1U);
  EXPECT_EQ(outcome.changes[0].value, std::nullopt);
}

TEST_F(Expiry, NeverReopensACap) {
  Create("year", "2026-04-10");
  ASSERT_EQ(Record("year"), std::nullopt);
  const CapRow::Key key{Town::Name("year"), town_.Account("hana"), Period::kProgramme, Date{}};
  ASSERT_EQ(Find<CapRow>(town_.state(), key)->awarded, Town::Points(100));
  town_.AdvanceTo(Town::Day("2026-04-10").End());
  town_.Sweep();
  EXPECT_EQ(BudgetUsed("year"), 0);
  EXPECT_EQ(Find<CapRow>(town_.state(), key)->awarded, Town::Points(100));
}

TEST_F(Expiry, SweepsTwoHundredAccountsAtATimeEarliestDayFirst) {
  Create("first", "2026-04-10");
  std::vector<std::string> people;
  CurrencyCreate create;
  create.currency = CurrencyCode{"SHIO"};
  create.issuer = *MunicipalityCode::Parse("372013");
  create.paid_months = 0;
  town_.Do("mayor", create, {"deputy"});
  for (int i = 0; i < 401; ++i) {
    const std::string& person = people.emplace_back("person " + std::to_string(i));
    town_.OpenParticipant(person);
    town_.Do("cashier", Charge{town_.Account(person), create.currency, Town::Points(1), {}});
  }
  ASSERT_EQ(Record("first"), std::nullopt);
  town_.AdvanceTo(Town::Day("2026-04-30").End());
  const Outcome sweep = town_.Do("service", ExpirySweep{});
  ASSERT_EQ(sweep.postings.size(), 400U);
  EXPECT_EQ(sweep.postings[0].account, town_.Account("hana"));
  EXPECT_EQ(town_.Held("expired"), 100 + 199);
  // Payments go on between, and the rest is worth nothing meanwhile.
  EXPECT_EQ(
      SpendableLots(town_.state(), town_.Account(people[0]), create.currency, town_.now()).size(),
      0U);
  EXPECT_EQ(town_.Do("service", ExpirySweep{}).postings.size(), 400U);
  EXPECT_EQ(town_.Do("service", ExpirySweep{}).postings.size(), 4U);
  EXPECT_FALSE(HasExpired(town_.state(), town_.now()));
  EXPECT_EQ(town_.Held("expired"), 501);
  const auto totals = Reconcile(town_.state());
  ASSERT_TRUE(totals.has_value());
  EXPECT_EQ(totals->currencies.at(Town::Currency())->expired, Town::Points(100));
  EXPECT_EQ(totals->currencies.at(create.currency)->expired, Town::Points(401));
  EXPECT_TRUE(totals->currencies.at(create.currency)->outstanding.IsZero());
}

TEST_F(Expiry, IsTheServicesToSweep) {
  Create("short", "2026-04-10");
  ASSERT_EQ(Record("short"), std::nullopt);
  town_.AdvanceTo(Town::Day("2026-04-10").End());
  EXPECT_EQ(town_.Refusal("mayor", ExpirySweep{}), Reason::kAccountKindWrong);
  EXPECT_EQ(town_.Refusal("nobody", ExpirySweep{}), Reason::kAccountUnknown);
  EXPECT_EQ(town_.Refusal("service", ExpirySweep{}, {"mayor"}), Reason::kSignerUnneeded);
}

}  // namespace
}  // namespace enishi::testing
