#include <gtest/gtest.h>

#include "tests/fixtures/town.h"

namespace enishi::testing {
namespace {

class Posts : public ::testing::Test {
 protected:
  Posts() {
    town_.Found();
    town_.Furnish();
    town_.OpenParticipant("hana");
  }

  PostAppoint Appoint(const char* post, const char* holder, const char* from, const char* until) {
    return {Town::Name(post), town_.Account(holder), Town::Day(from), Town::Day(until)};
  }
  PostDismiss Dismiss(const char* post, const char* holder) {
    return {Town::Name(post), town_.Account(holder)};
  }
  std::optional<Reason> Sell(const char* cashier) {
    return town_.Refusal(cashier,
                         Charge{town_.Account("hana"), Town::Currency(), Town::Points(1), {}});
  }

  Town town_;
};

TEST_F(Posts, CountFromTheFirstToTheLastDayOfAnAppointment) {
  town_.Do("mayor", Appoint("cashier", "auditor", "2026-04-03", "2026-04-04"), {"deputy"});
  town_.AdvanceTo({Town::Day("2026-04-03").Start().ms - 1});
  EXPECT_EQ(Sell("auditor"), Reason::kRoleMissing);
  town_.AdvanceTo(Town::Day("2026-04-03").Start());
  EXPECT_EQ(Sell("auditor"), std::nullopt);
  town_.AdvanceTo({Town::Day("2026-04-04").End().ms - 1});
  EXPECT_EQ(Sell("auditor"), std::nullopt);
  town_.AdvanceTo(Town::Day("2026-04-04").End());
  EXPECT_EQ(Sell("auditor"), Reason::kRoleMissing);
}

TEST_F(Posts, EndAtOnceByDismissalAndCanBeHeldAgain) {
  town_.Do("mayor", Dismiss("cashier", "cashier"), {"deputy"});
  EXPECT_EQ(Sell("cashier"), Reason::kRoleMissing);
  EXPECT_EQ(town_.Refusal("mayor", Dismiss("cashier", "cashier"), {"deputy"}),
            Reason::kAppointmentUnknown);
  town_.Do("mayor", Appoint("cashier", "cashier", "2026-04-01", "2027-03-31"), {"deputy"});
  EXPECT_EQ(Sell("cashier"), std::nullopt);
}

TEST_F(Posts, AreRenewedWhileTheyRun) {
  const auto appointment = [&] {
    return *Find<AppointmentRow>(town_.state(), {town_.Account("auditor"), Town::Name("cashier")});
  };
  town_.Do("mayor", Appoint("cashier", "auditor", "2026-04-01", "2027-03-31"), {"deputy"});
  // From the day after its end, or from any day within it.
  town_.Do("mayor", Appoint("cashier", "auditor", "2027-04-01", "2028-03-31"), {"deputy"});
  EXPECT_EQ(appointment().from, Town::Day("2026-04-01"));
  EXPECT_EQ(appointment().until, Town::Day("2028-03-31"));
  EXPECT_EQ(Sell("auditor"), std::nullopt);
  town_.AdvanceTo(Town::Day("2028-03-31").Start());
  town_.Do("mayor", Appoint("cashier", "auditor", "2028-03-31", "2029-03-31"), {"deputy"});
  EXPECT_EQ(appointment().from, Town::Day("2026-04-01"));
  town_.AdvanceTo(Town::Day("2028-03-31").End());
  EXPECT_EQ(Sell("auditor"), std::nullopt);
}

TEST_F(Posts, AreNotAppointedTwiceForOneTime) {
  town_.Do("mayor", Appoint("cashier", "auditor", "2026-05-01", "2027-03-31"), {"deputy"});
  const auto refusal = [&](const char* from, const char* until) {
    return town_.Refusal("mayor", Appoint("cashier", "auditor", from, until), {"deputy"});
  };
  // No later end, a gap between the two, and a beginning before the first.
  EXPECT_EQ(refusal("2026-05-01", "2027-03-31"), Reason::kAppointmentOverlaps);
  EXPECT_EQ(refusal("2026-05-01", "2027-03-30"), Reason::kAppointmentOverlaps);
  EXPECT_EQ(refusal("2027-04-02", "2028-03-31"), Reason::kAppointmentOverlaps);
  EXPECT_EQ(refusal("2026-04-30", "2028-03-31"), Reason::kAppointmentOverlaps);
  EXPECT_EQ(refusal("2027-04-01", "2028-03-31"), std::nullopt);
}

// Else a ledger would end with its founders' first appointments.
TEST_F(Posts, OfFoundersAreRenewedBeforeTheyEnd) {
  town_.AdvanceTo(Town::Day("2030-03-31").Start());
  const auto renew = [&](const char* holder, const char* actor, const char* with) {
    const PostAppoint next = Appoint("administrator", holder, "2030-04-01", "2031-03-31");
    return town_.Refusal(actor, next, {with});
  };
  EXPECT_EQ(renew("mayor", "deputy", "clerk"), std::nullopt);
  EXPECT_EQ(renew("deputy", "mayor", "clerk"), std::nullopt);
  EXPECT_EQ(renew("clerk", "mayor", "clerk"), Reason::kSignerBenefits);
  EXPECT_EQ(renew("clerk", "mayor", "deputy"), std::nullopt);
  town_.AdvanceTo(Town::Day("2030-03-31").End());
  town_.Do("mayor", PostCreate{Town::Name("later"), {}}, {"clerk"});
}

TEST_F(Posts, AreNotAppointedForThePast) {
  const PostAppoint past = Appoint("cashier", "auditor", "2026-03-01", "2026-03-31");
  EXPECT_EQ(town_.Refusal("mayor", past, {"deputy"}), Reason::kPeriodInvalid);
}

TEST_F(Posts, AreHeldByOfficialsOnly) {
  EXPECT_EQ(
      town_.Refusal("mayor", Appoint("cashier", "hana", "2026-04-01", "2026-04-02"), {"deputy"}),
      Reason::kHolderUnknown);
}

TEST_F(Posts, AreNotGivenToOneself) {
  const PostAppoint self = Appoint("cashier", "deputy", "2026-04-01", "2026-04-02");
  EXPECT_EQ(town_.Refusal("mayor", self, {"deputy"}), Reason::kSignerBenefits);
  EXPECT_EQ(town_.Refusal("deputy", self, {"mayor"}), Reason::kSignerBenefits);
  town_.Do("mayor", self, {"clerk"});
}

TEST_F(Posts, OfAdministratorsNeverFallBelowTheQuorum) {
  town_.Do("mayor", Dismiss("administrator", "clerk"), {"deputy"});
  EXPECT_EQ(town_.Refusal("mayor", Dismiss("administrator", "deputy"), {"deputy"}),
            Reason::kQuorumWouldBeLost);
  // Another post with the role counts as much.
  town_.Do("mayor", PostCreate{Town::Name("it"), {Role::kAdministrator}}, {"deputy"});
  town_.Do("mayor", Appoint("it", "auditor", "2026-04-01", "2026-12-31"), {"deputy"});
  town_.Do("mayor", Dismiss("administrator", "deputy"), {"deputy"});
  EXPECT_EQ(town_.Refusal("mayor", Dismiss("administrator", "mayor"), {"auditor"}),
            Reason::kQuorumWouldBeLost);
}

TEST_F(Posts, OfOthersMayFallEmpty) {
  town_.Do("mayor", Dismiss("planner", "planner-1"), {"deputy"});
  town_.Do("mayor", Dismiss("planner", "planner-2"), {"deputy"});
}

TEST_F(Posts, CanBeLeftBeforeTheyBegin) {
  town_.Do("mayor", Appoint("cashier", "auditor", "2026-05-01", "2026-05-31"), {"deputy"});
  town_.Do("mayor", Dismiss("cashier", "auditor"), {"deputy"});
  town_.AdvanceTo(Town::Day("2026-05-01").Start());
  EXPECT_EQ(Sell("auditor"), Reason::kRoleMissing);
}

TEST_F(Posts, AreNamedOnce) {
  EXPECT_EQ(town_.Refusal("mayor", PostCreate{Town::Name("cashier"), {}}, {"deputy"}),
            Reason::kNameTaken);
}

}  // namespace
}  // namespace enishi::testing
