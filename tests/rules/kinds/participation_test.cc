#include <gtest/gtest.h>

#include "tests/fixtures/town.h"

namespace enishi::testing {
namespace {

constexpr uint64_t kNine = 9 * kHourMs;

class Participation : public ::testing::Test {
 protected:
  Participation() {
    town_.Found();
    town_.Furnish();
    town_.OpenParticipant("hana");
    town_.OpenParticipant("taro");
  }

  std::optional<Reason> Record(const char* activity, const char* person) {
    return town_.Refusal("coordinator",
                         ParticipationRecord{Town::Name(activity), town_.Account(person)});
  }
  std::optional<Reason> Claim(const char* person, const SignedAttendanceCode& code) {
    return town_.Refusal(person, ParticipationClaim{code});
  }
  // An activity that began at the instant.
  void Announce(const char* name, Timestamp starts_at, int64_t award,
                std::optional<uint32_t> capacity = std::nullopt,
                std::string_view programme = Town::kProgramme) {
    ActivityCreate create;
    create.activity = Town::Name(name);
    create.programme = Town::Name(programme);
    create.organiser = town_.Account("coordinator");
    create.starts_at = starts_at;
    create.ends_at = {starts_at.ms + kHourMs};
    create.award = Town::Points(award);
    create.capacity = capacity;
    town_.Do("coordinator", create);
  }
  uint32_t Participants(const char* activity) {
    return Find<AttendanceRow>(town_.state(), {Town::Name(activity)})
        .value_or(AttendanceRow{})
        .participants;
  }
  Amount BudgetUsed(std::string_view programme = Town::kProgramme) {
    return Find<BudgetRow>(town_.state(), {Town::Name(programme)})->used;
  }

  Town town_;
};

TEST_F(Participation, IsAwardedOncePerPersonAndActivity) {
  town_.Announce("drill", 300);
  EXPECT_EQ(Record("drill", "hana"), std::nullopt);
  EXPECT_EQ(Record("drill", "hana"), Reason::kAlreadyParticipated);
  EXPECT_EQ(Claim("hana", town_.Attendance("coordinator", "drill")), Reason::kAlreadyParticipated);
  EXPECT_EQ(Record("drill", "taro"), std::nullopt);
  EXPECT_EQ(town_.Available("hana"), 300);
  EXPECT_EQ(town_.Held("issued"), -600);
  EXPECT_EQ(Participants("drill"), 2U);
  EXPECT_EQ(BudgetUsed(), Town::Points(600));
}

TEST_F(Participation, CanBeRecordedWithNoPointsAtAll) {
  Announce("talk", town_.now(), 0);
  town_.Do("jiro", AccountOpen{town_.Key("jiro").public_key()});
  const Outcome outcome =
      town_.Do("coordinator", ParticipationRecord{Town::Name("talk"), town_.Account("jiro")});
  EXPECT_TRUE(outcome.postings.empty());
  EXPECT_EQ(Participants("talk"), 1U);
  EXPECT_EQ(BudgetUsed(), Town::Points(0));
}

TEST_F(Participation, IsAwardedToTheEnrolledOnly) {
  town_.Announce("drill", 1);
  town_.Do("jiro", AccountOpen{town_.Key("jiro").public_key()});
  EXPECT_EQ(Record("drill", "jiro"), Reason::kNotEnrolled);
  EXPECT_EQ(Participants("drill"), 0U);
  town_.Do("registrar", AccountEnrol{town_.Account("jiro")});
  EXPECT_EQ(Record("drill", "jiro"), std::nullopt);
}

TEST_F(Participation, BeginsWithTheActivity) {
  Announce("soon", {town_.now().ms + 1}, 1);
  EXPECT_EQ(Record("soon", "hana"), Reason::kActivityNotStarted);
  town_.AdvanceTo({town_.now().ms + 1});
  EXPECT_EQ(Record("soon", "hana"), std::nullopt);
}

TEST_F(Participation, StopsAtTheCapacity) {
  Announce("small", town_.now(), 1, 1);
  Announce("none", town_.now(), 1, 0);
  EXPECT_EQ(Record("small", "hana"), std::nullopt);
  EXPECT_EQ(Record("small", "taro"), Reason::kActivityFull);
  EXPECT_EQ(Record("none", "taro"), Reason::kActivityFull);
}

TEST_F(Participation, IsRecordedByTheOrganiserOnly) {
  town_.Announce("drill", 1);
  const ParticipationRecord line{Town::Name("drill"), town_.Account("hana")};
  EXPECT_EQ(town_.Refusal("planner-1", line), Reason::kNotOrganiser);
  EXPECT_EQ(town_.Refusal("hana", line), Reason::kNotOrganiser);
}

TEST_F(Participation, IsNotRecordedByAnOfficialWhoHasLeftOffice) {
  town_.Announce("drill", 100);
  const SignedAttendanceCode code = town_.Attendance("coordinator", "drill");
  town_.Do("mayor", PostDismiss{Town::Name("coordinator"), town_.Account("coordinator")},
           {"deputy"});
  EXPECT_EQ(Record("drill", "hana"), Reason::kNotOrganiser);
  EXPECT_EQ(Claim("hana", code), Reason::kAttendanceCodeWrong);
}

TEST_F(Participation, IsRecordedByACommunityThatOrganises) {
  town_.Do("registrar", AccountOpen{town_.Key("club").public_key(), AccountKind::kCommunity});
  ActivityCreate create;
  create.activity = Town::Name("walk");
  create.programme = Town::Name(Town::kProgramme);
  create.organiser = town_.Account("club");
  create.starts_at = town_.now();
  create.ends_at = {town_.now().ms + 1};
  create.award = Town::Points(5);
  EXPECT_EQ(town_.Refusal("club", create), Reason::kAccountKindWrong);
  town_.Do("coordinator", create);
  town_.Do("club", ParticipationRecord{create.activity, town_.Account("hana")});
  EXPECT_EQ(Claim("taro", town_.Attendance("club", "walk")), std::nullopt);
  EXPECT_EQ(town_.Available("taro"), 5);
}

TEST_F(Participation, IsNotAwardedOnceThePointsHaveExpired) {
  town_.Announce("drill", 1);
  Announce("talk", town_.now(), 0);
  town_.AdvanceTo({Town::Day("2026-09-30").End().ms - 1});
  EXPECT_EQ(Record("drill", "hana"), std::nullopt);
  town_.AdvanceTo(Town::Day("2026-09-30").End());
  EXPECT_EQ(Record("drill", "taro"), Reason::kProgrammeNotOpen);
  EXPECT_EQ(Record("talk", "taro"), std::nullopt);
}

TEST_F(Participation, SaysWhetherACodeOrAListProvesIt) {
  town_.Announce("drill", 1);
  ASSERT_EQ(Record("drill", "hana"), std::nullopt);
  ASSERT_EQ(Claim("taro", town_.Attendance("coordinator", "drill")), std::nullopt);
  const auto by_code = [&](const char* person) {
    return Find<ParticipationRow>(town_.state(), {town_.Account(person), Town::Name("drill")})
        ->by_code;
  };
  EXPECT_FALSE(by_code("hana"));
  EXPECT_TRUE(by_code("taro"));
}

TEST_F(Participation, CodesCountFromTheirFirstInstantAndNotAtTheirLast) {
  town_.Announce("drill", 1);
  SignedAttendanceCode code = town_.Attendance("coordinator", "drill", 10'000);
  const Timestamp start = town_.now();
  town_.AdvanceTo({start.ms + 9'999});
  EXPECT_EQ(Claim("hana", code), std::nullopt);
  town_.AdvanceTo({start.ms + 10'000});
  EXPECT_EQ(Claim("taro", code), Reason::kAttendanceCodeExpired);
  AttendanceCode next = town_.Attendance("coordinator", "drill").code;
  next.valid_from.ms += 1;
  code = *DecodeAttendanceCode(EncodeAttendanceCode(next, town_.Key("coordinator")));
  EXPECT_EQ(Claim("taro", code), Reason::kAttendanceCodeExpired);
  town_.AdvanceTo(next.valid_from);
  EXPECT_EQ(Claim("taro", code), std::nullopt);
}

TEST_F(Participation, CodesLastFiveMinutesAtMost) {
  town_.Announce("drill", 1);
  EXPECT_EQ(Claim("hana", town_.Attendance("coordinator", "drill", 5 * kMinuteMs + 1)),
            Reason::kAttendanceCodeExpired);
  EXPECT_EQ(Claim("hana", town_.Attendance("coordinator", "drill", 5 * kMinuteMs)), std::nullopt);
}

TEST_F(Participation, CodesAreSignedByTheOrganiserOnly) {
  town_.Announce("drill", 1);
  EXPECT_EQ(Claim("hana", town_.Attendance("planner-1", "drill")), Reason::kAttendanceCodeWrong);
  AttendanceCode code = town_.Attendance("coordinator", "drill").code;
  const auto signed_by = [&](const char* label) {
    return *DecodeAttendanceCode(EncodeAttendanceCode(code, town_.Key(label)));
  };
  EXPECT_EQ(Claim("hana", signed_by("planner-1")), Reason::kAttendanceCodeWrong);
  EXPECT_EQ(Claim("hana", signed_by("hana")), Reason::kAttendanceCodeWrong);
  code.ledger[0] ^= 1;
  EXPECT_EQ(Claim("hana", signed_by("coordinator")), Reason::kAttendanceCodeWrong);
}

TEST_F(Participation, CodesNeedAKeyThatMayRecord) {
  town_.Announce("drill", 1);
  const auto add = [&](const char* label, const char* kind) {
    town_.Do("coordinator", KeyAdd{town_.Key(label).public_key(), {}, {{Reference{kind}}}, {}, {}});
  };
  add("tablet", "participation.record");
  add("pen", "activity.create");
  const AttendanceCode code = town_.Attendance("coordinator", "drill").code;
  const auto shown = [&](const char* label) {
    return *DecodeAttendanceCode(EncodeAttendanceCode(code, town_.Key(label)));
  };
  EXPECT_EQ(Claim("hana", shown("pen")), Reason::kAttendanceCodeWrong);
  EXPECT_EQ(Claim("hana", shown("tablet")), std::nullopt);
  town_.Do("coordinator", KeyRevoke{town_.Key("tablet").public_key()});
  EXPECT_EQ(Claim("taro", shown("tablet")), Reason::kAttendanceCodeWrong);
}

TEST_F(Participation, IsRefusedWholeIfTheBudgetIsTooSmall) {
  ProgrammeCreate create;
  create.programme = Town::Name("tiny");
  create.currency = Town::Currency();
  create.fiscal_year = 2026;
  create.budget = Town::Points(150);
  create.award_max = Town::Points(100);
  create.starts_on = create.ends_on = create.expires_on = Town::Day("2026-04-01");
  town_.Do("planner-1", create, {"planner-2"});
  Announce("a", town_.now(), 100, {}, "tiny");
  Announce("b", town_.now(), 50, {}, "tiny");
  EXPECT_EQ(Record("a", "hana"), std::nullopt);
  EXPECT_EQ(Record("a", "taro"), Reason::kBudgetExhausted);
  EXPECT_EQ(town_.Available("taro"), 0);
  EXPECT_EQ(Participants("a"), 1U);
  // What fits is still given, to the last point.
  EXPECT_EQ(Record("b", "taro"), std::nullopt);
  EXPECT_EQ(BudgetUsed("tiny"), Town::Points(150));
}

// For each period: an activity, one in the same period and one in the next, around the boundary
// in Tokyo. The award of each fills the cap.
struct Boundary {
  Period period;
  const char* day;   // the first activity's
  const char* last;  // the period's last day
};

class Caps : public Participation, public ::testing::WithParamInterface<Boundary> {};

TEST_P(Caps, CountByTheDayOfTheActivityInTokyo) {
  const Boundary& boundary = GetParam();
  ProgrammeCreate create;
  create.programme = Town::Name("capped");
  create.currency = Town::Currency();
  create.fiscal_year = 2026;
  create.budget = Town::Points(10'000);
  create.award_max = Town::Points(100);
  create.starts_on = Town::Day("2026-04-01");
  create.ends_on = create.expires_on = Town::Day("2028-03-31");
  create.caps = {{boundary.period, Town::Points(100)}};
  town_.Do("planner-1", create, {"planner-2"});
  const Timestamp end = Town::Day(boundary.last).End();
  Announce("first", {Town::Day(boundary.day).Start().ms + kNine}, 100, {}, "capped");
  Announce("last", {end.ms - 1}, 1, {}, "capped");
  Announce("next", end, 100, {}, "capped");
  // All are recorded on one day, later: what counts is when they took place.
  town_.AdvanceTo({end.ms + kNine});
  EXPECT_EQ(Record("first", "hana"), std::nullopt);
  EXPECT_EQ(Record("last", "hana"), Reason::kCapReached);
  EXPECT_EQ(Record("last", "taro"), std::nullopt);
  EXPECT_EQ(Record("next", "hana"), std::nullopt);
  EXPECT_EQ(town_.Available("hana"), 200);
}

INSTANTIATE_TEST_SUITE_P(
    Periods, Caps,
    ::testing::Values(Boundary{Period::kDay, "2026-05-01", "2026-05-01"},
                      Boundary{Period::kWeek, "2026-05-04", "2026-05-10"},  // Monday to Sunday
                      Boundary{Period::kWeek, "2026-12-28", "2027-01-03"},
                      Boundary{Period::kMonth, "2026-04-30", "2026-04-30"},
                      Boundary{Period::kMonth, "2027-02-01", "2027-02-28"},
                      Boundary{Period::kFiscalYear, "2026-04-01", "2027-03-31"},
                      Boundary{Period::kFiscalYear, "2027-01-01", "2027-03-31"}),
    [](const auto& row) {
      std::string name(EnumNames<Period>::kNames[static_cast<size_t>(row.param.period)]);
      return name + std::to_string(row.index);
    });

TEST_F(Participation, IsCappedOverAWholeProgramme) {
  for (const char* day : {"2026-04-01", "2026-06-01", "2026-08-31"}) {
    Announce(day, Town::Day(day).Start(), 500);
  }
  town_.AdvanceTo(Town::Day("2026-08-31").End());
  EXPECT_EQ(Record("2026-08-31", "hana"), std::nullopt);
  EXPECT_EQ(Record("2026-06-01", "hana"), std::nullopt);
  EXPECT_EQ(Record("2026-04-01", "hana"), Reason::kCapReached);
}

TEST_F(Participation, CapsCountOnePersonAndOneProgramme) {
  ProgrammeCreate create;
  create.programme = Town::Name("other");
  create.currency = Town::Currency();
  create.fiscal_year = 2026;
  create.budget = create.award_max = Town::Points(5'000);
  create.starts_on = Town::Day("2026-04-01");
  create.ends_on = create.expires_on = Town::Day("2026-04-30");
  town_.Do("planner-1", create, {"planner-2"});
  for (const char* name : {"a", "b", "c"}) town_.Announce(name, 500);
  Announce("d", town_.now(), 5'000, {}, "other");
  EXPECT_EQ(Record("a", "hana"), std::nullopt);
  EXPECT_EQ(Record("b", "hana"), std::nullopt);
  EXPECT_EQ(Record("c", "hana"), Reason::kCapReached);
  EXPECT_EQ(Record("c", "taro"), std::nullopt);
  EXPECT_EQ(Record("d", "hana"), std::nullopt);
}

}  // namespace
}  // namespace enishi::testing
