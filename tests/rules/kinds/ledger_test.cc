#include <gtest/gtest.h>

#include "tests/fixtures/town.h"

namespace enishi::testing {
namespace {

class Founding : public ::testing::Test {
 protected:
  std::optional<Reason> By(const Genesis& genesis, std::vector<std::string> with) {
    return town_.Refusal("mayor", genesis, with);
  }
  Town town_;
};

TEST_F(Founding, NeedsEveryAdministratorAndNoOneElse) {
  const Genesis genesis = town_.Founding();
  EXPECT_EQ(By(genesis, {"deputy"}), Reason::kQuorumNotMet);
  EXPECT_EQ(By(genesis, {"deputy", "clerk", "stranger"}), Reason::kSignerUnneeded);
  EXPECT_EQ(By(genesis, {"deputy", "clerk"}), std::nullopt);
}

TEST_F(Founding, NeedsAQuorumThatItsAdministratorsCanReach) {
  for (const uint32_t quorum : {0U, 4U}) {
    Genesis genesis = town_.Founding();
    genesis.quorum = quorum;
    EXPECT_EQ(By(genesis, {"deputy", "clerk"}), Reason::kQuorumNotMet) << quorum;
  }
  Genesis genesis = town_.Founding();
  genesis.administrators.push_back(genesis.administrators.back());
  EXPECT_EQ(By(genesis, {"deputy", "clerk"}), Reason::kQuorumNotMet);
}

TEST_F(Founding, IsTheFirstAdministratorsAct) {
  Genesis genesis = town_.Founding();
  EXPECT_EQ(town_.Refusal("deputy", genesis, {"mayor", "clerk"}), Reason::kActorNotSigned);
  genesis.administrators.clear();
  EXPECT_EQ(By(genesis, {}), Reason::kActorNotSigned);
}

TEST_F(Founding, KeepsTheKeysOfTheLogAndTheServiceApart) {
  Genesis genesis = town_.Founding();
  genesis.log_key = genesis.service_key;
  EXPECT_EQ(By(genesis, {"deputy", "clerk"}), Reason::kKeyReserved);
  genesis = town_.Founding();
  genesis.log_key = town_.Key("clerk").public_key();
  EXPECT_EQ(By(genesis, {"deputy", "clerk"}), Reason::kKeyReserved);
}

TEST_F(Founding, TakesTheTimeOfASimulatedLedgerFromItsId) {
  Header header = town_.HeaderFor("mayor");
  header.id = Uuid::At({Town::kStart.ms + 123});
  const Instruction genesis = Sign(
      header, town_.Founding(), {&town_.Key("mayor"), &town_.Key("deputy"), &town_.Key("clerk")});
  ASSERT_TRUE(town_.Submit(genesis).has_value());
  EXPECT_EQ(Find<LedgerRow>(town_.state(), {})->simulated_now.ms, Town::kStart.ms + 123);
}

TEST(SimulatedFounding, IsNotDatedWhereItsClockCouldNotGo) {
  const Timestamp last = Town::Day("3000-01-01").Start();
  Town late({last.ms + 1});
  EXPECT_EQ(late.Refusal("mayor", late.Founding(), {"deputy", "clerk"}), Reason::kPeriodInvalid);
  EXPECT_TRUE(late.leaves().empty());
  Town in_time(last);
  in_time.Found();
  EXPECT_EQ(in_time.now(), last);
}

TEST_F(Founding, OpensTheAdministratorsAccountsInOffice) {
  town_.Found();
  for (const char* label : {"mayor", "deputy", "clerk"}) {
    EXPECT_EQ(RolesOf(town_.state(), town_.Account(label), town_.now()),
              std::vector{Role::kAdministrator});
  }
  EXPECT_FALSE(Find<AccountRow>(town_.state(), {town_.Account("service")}).has_value());
}

class Clock : public ::testing::Test {
 protected:
  Clock() { town_.Found(); }
  Town town_;
};

TEST_F(Clock, OfASimulatedLedgerStopsUntilItIsMovedForward) {
  EXPECT_EQ(town_.Refusal("mayor", ClockAdvance{town_.now()}), Reason::kClockBackwards);
  town_.AdvanceTo({town_.now().ms + 1});
  const Instruction next = town_.Make("mayor", ClockAdvance{{town_.now().ms + 5}});
  const Timestamp wall{town_.now().ms + kDayMs};
  EXPECT_EQ(CommitTime(town_.state(), next, wall, wall), town_.now());
}

TEST(RealClock, NeverGoesBack) {
  Town town;
  town.Found(ClockMode::kReal);
  const Instruction any = town.Make("mayor", ClockAdvance{town.now()});
  EXPECT_EQ(CommitTime(town.state(), any, {5}, {7}), Timestamp{7});
  EXPECT_EQ(CommitTime(town.state(), any, {9}, {7}), Timestamp{9});
  EXPECT_EQ(town.Refusal("mayor", ClockAdvance{{town.now().ms + 1}}), Reason::kClockNotSimulated);
}

TEST_F(Clock, StopsWellBeforeTheCalendarEnds) {
  const Timestamp last = Town::Day("3000-01-01").Start();
  EXPECT_EQ(town_.Refusal("mayor", ClockAdvance{{last.ms + 1}}), Reason::kPeriodInvalid);
  town_.AdvanceTo(last);
}

TEST_F(Clock, IsMovedByOneAdministratorOnly) {
  EXPECT_EQ(town_.Refusal("mayor", ClockAdvance{{town_.now().ms + 1}}, {"deputy"}),
            Reason::kSignerUnneeded);
  EXPECT_EQ(town_.Refusal("stranger", ClockAdvance{{town_.now().ms + 1}}), Reason::kAccountUnknown);
}

TEST_F(Clock, DecidesWhetherAnInstructionIsStillValid) {
  const ClockAdvance advance{{town_.now().ms + 10}};
  Header header = town_.HeaderFor("mayor");
  header.valid_until = town_.now();
  EXPECT_TRUE(town_.Submit(Sign(header, advance, {&town_.Key("mayor")})).has_value());
  header = town_.HeaderFor("mayor");
  header.valid_until = {town_.now().ms - 1};
  const auto late = town_.Submit(Sign(header, advance, {&town_.Key("mayor")}));
  ASSERT_FALSE(late.has_value());
  EXPECT_EQ(late.error().reason, Reason::kValidUntilPassed);
}

TEST_F(Clock, LeavesIdsADayOnEitherSide) {
  const auto with_id_at = [&](uint64_t ms) -> std::optional<Reason> {
    Header header = town_.HeaderFor("mayor");
    header.id = Uuid::At({ms});
    header.valid_until = {std::min(ms + kDayMs, town_.now().ms + kHourMs)};
    const auto outcome =
        town_.Submit(Sign(header, ClockAdvance{{town_.now().ms + 1}}, {&town_.Key("mayor")}));
    if (outcome) return std::nullopt;
    return outcome.error().reason;
  };
  EXPECT_EQ(with_id_at(town_.now().ms + kDayMs + 1), Reason::kIdTimeOutOfWindow);
  EXPECT_EQ(with_id_at(town_.now().ms + kDayMs), std::nullopt);
  EXPECT_EQ(with_id_at(town_.now().ms - kDayMs), std::nullopt);
  EXPECT_EQ(with_id_at(town_.now().ms - kDayMs - 1), Reason::kValidUntilPassed);
}

TEST_F(Clock, LeavesAnIdFreeAfterARefusalAndTakesItAfterAnAcceptance) {
  const Header header = town_.HeaderFor("mayor");
  const auto submit = [&](uint64_t ms) {
    return town_.Submit(Sign(header, ClockAdvance{{ms}}, {&town_.Key("mayor")}));
  };
  EXPECT_FALSE(submit(town_.now().ms).has_value());
  EXPECT_EQ(AcceptedAs(town_.state(), header.account, header.id), std::nullopt);
  EXPECT_TRUE(submit(town_.now().ms + 1).has_value());
  EXPECT_EQ(AcceptedAs(town_.state(), header.account, header.id), 1U);
  const auto again = submit(town_.now().ms + 2);
  ASSERT_FALSE(again.has_value());
  EXPECT_EQ(again.error().reason, Reason::kIdConflict);
}

TEST_F(Clock, MakesIdsUniquePerAccountAndNotBetweenThem) {
  Header header = town_.HeaderFor("mayor");
  const auto submit = [&](const char* actor) {
    header.account = town_.Account(actor);
    return town_.Submit(Sign(header, ClockAdvance{{town_.now().ms + 1}}, {&town_.Key(actor)}))
        .has_value();
  };
  EXPECT_TRUE(submit("mayor"));
  EXPECT_TRUE(submit("deputy"));
  EXPECT_FALSE(submit("deputy"));
}

TEST_F(Clock, RulesAreRaisedToANewerKnownVersionOnly) {
  for (const uint32_t version : {0U, kRulesVersion}) {
    EXPECT_EQ(town_.Refusal("mayor", RulesActivate{version}, {"deputy"}), Reason::kRulesNotNewer);
  }
  EXPECT_EQ(town_.Refusal("mayor", RulesActivate{kRulesVersion + 1}, {"deputy"}),
            Reason::kRulesUnknown);
}

}  // namespace
}  // namespace enishi::testing
