#include <gtest/gtest.h>

#include "tests/fixtures/town.h"

namespace enishi::testing {
namespace {

class Programmes : public ::testing::Test {
 protected:
  Programmes() {
    town_.Found();
    town_.Furnish();
  }

  ProgrammeCreate Plan() {
    ProgrammeCreate create;
    create.programme = Town::Name("welcome");
    create.currency = Town::Currency();
    create.fiscal_year = 2026;
    create.starts_on = Town::Day("2026-04-01");
    create.ends_on = Town::Day("2027-03-31");
    create.expires_on = Town::Day("2027-03-31");
    return create;
  }
  std::optional<Reason> Create(const ProgrammeCreate& create) {
    return town_.Refusal("planner-1", create, {"planner-2"});
  }

  Town town_;
};

TEST_F(Programmes, BelongToTheFiscalYearInWhichTheyBegin) {
  ProgrammeCreate plan = Plan();
  plan.starts_on = Town::Day("2026-03-31");
  EXPECT_EQ(Create(plan), Reason::kPeriodInvalid);
  plan.fiscal_year = 2025;
  EXPECT_EQ(Create(plan), std::nullopt);
}

TEST_F(Programmes, BeginEndAndExpireInThatOrder) {
  ProgrammeCreate plan = Plan();
  plan.expires_on = Town::Day("2027-03-30");
  EXPECT_EQ(Create(plan), Reason::kPeriodInvalid);
  plan = Plan();
  plan.ends_on = Town::Day("2026-03-31");
  EXPECT_EQ(Create(plan), Reason::kPeriodInvalid);
  plan = Plan();
  plan.ends_on = plan.expires_on = plan.starts_on;
  EXPECT_EQ(Create(plan), std::nullopt);
}

TEST_F(Programmes, CapEachPeriodOnce) {
  ProgrammeCreate plan = Plan();
  plan.caps = {{Period::kDay, Town::Points(1)}, {Period::kDay, Town::Points(1)}};
  EXPECT_EQ(Create(plan), Reason::kLimitInvalid);
  plan.caps[1].period = Period::kWeek;
  EXPECT_EQ(Create(plan), std::nullopt);
}

TEST_F(Programmes, NeedTwoPlanners) {
  EXPECT_EQ(town_.Refusal("planner-1", Plan()), Reason::kQuorumNotMet);
  EXPECT_EQ(town_.Refusal("planner-1", Plan(), {"mayor"}), Reason::kQuorumNotMet);
}

TEST_F(Programmes, AndCurrenciesEachHaveALotClassOfTheirOwn) {
  ASSERT_EQ(Create(Plan()), std::nullopt);
  const auto currency = Find<CurrencyRow>(town_.state(), {Town::Currency()});
  const auto bosai = Find<ProgrammeRow>(town_.state(), {Town::Name(Town::kProgramme)});
  const auto welcome = Find<ProgrammeRow>(town_.state(), {Town::Name("welcome")});
  EXPECT_EQ(currency->paid_lot_class, 1U);
  EXPECT_EQ(bosai->lot_class, 2U);
  EXPECT_EQ(welcome->lot_class, 3U);
  EXPECT_TRUE(Find<LotClassRow>(town_.state(), {1})->paid());
  EXPECT_FALSE(Find<LotClassRow>(town_.state(), {3})->paid());
}

TEST_F(Programmes, TakePlaceFromTheirFirstToTheirLastDay) {
  ActivityCreate create;
  create.programme = Town::Name(Town::kProgramme);
  create.organiser = town_.Account("coordinator");
  const auto at = [&](const char* name, Timestamp starts) {
    create.activity = Town::Name(name);
    create.starts_at = starts;
    create.ends_at = {starts.ms + kDayMs};
    return town_.Refusal("coordinator", create);
  };
  EXPECT_EQ(at("early", {Town::Day("2026-04-01").Start().ms - 1}), Reason::kProgrammeNotOpen);
  EXPECT_EQ(at("first", Town::Day("2026-04-01").Start()), std::nullopt);
  EXPECT_EQ(at("last", {Town::Day("2026-08-31").End().ms - 1}), std::nullopt);
  EXPECT_EQ(at("late", Town::Day("2026-08-31").End()), Reason::kProgrammeNotOpen);
}

class PaidValue : public Programmes {
 protected:
  // Sells on the day in a currency with those months, and gives the last day of the points.
  Date LastDay(const char* day, uint32_t months) {
    CurrencyCreate create;
    create.currency = CurrencyCode{"M" + std::to_string(months)};
    create.issuer = *MunicipalityCode::Parse("372013");
    create.paid_months = months;
    town_.Do("mayor", create, {"deputy"});
    town_.OpenParticipant("hana");
    town_.AdvanceTo({Town::Day(day).Start().ms + 1});
    const Outcome outcome =
        town_.Do("cashier", Charge{town_.Account("hana"), create.currency, Town::Points(1), {}});
    return outcome.postings.at(1).expires_on;
  }
};

// Issued on 2026-08-31, value under the rule of six months may last to 2027-02-27 at most.
TEST_F(PaidValue, OfFiveMonthsStaysWithinTheRuleOfSixMonths) {
  const Date last = LastDay("2026-08-31", 5);
  EXPECT_EQ(last, Town::Day("2027-01-31"));
  EXPECT_LE(last, Town::Day("2027-02-27"));
}

TEST_F(PaidValue, OfSixMonthsWouldNot) {
  EXPECT_GT(LastDay("2026-08-31", 6), Town::Day("2027-02-27"));
}

TEST_F(PaidValue, LastsToTheEndOfTheMonth) {
  EXPECT_EQ(LastDay("2026-09-01", 0), Town::Day("2026-09-30"));
}

TEST_F(PaidValue, LastsToTheLeapDay) {
  EXPECT_EQ(LastDay("2027-12-31", 2), Town::Day("2028-02-29"));
}

}  // namespace
}  // namespace enishi::testing
