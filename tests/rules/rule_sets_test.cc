#include "ledger/rules/rule_sets.h"

#include <gtest/gtest.h>

#include "tests/fixtures/town.h"

// The version of the rules is really raised here: a version 2 that exists in this test only lowers
// the largest payment. Entries before rules.activate keep their outcome under version 1.

namespace enishi::testing {
namespace {

constexpr int64_t kPaymentMaxOfVersion2 = 100;

Checked<Outcome> ApplyVersion2(const RuleInput& in, const Payload& payload) {
  const auto* pay = std::get_if<PaymentPay>(&payload);
  if (pay != nullptr && pay->amount.minor() > kPaymentMaxOfVersion2) {
    return Rejection{Reason::kPaymentTooLarge, "/amount"};
  }
  return ApplyVersion1(in, payload);
}

constexpr RuleSet kBothVersions[] = {{1, &ApplyVersion1}, {2, &ApplyVersion2}};

class RuleSets : public ::testing::Test {
 protected:
  RuleSets() {
    town_.UseRules(kBothVersions);
    town_.Found();
    town_.Furnish();
    town_.OpenParticipant("hana");
    town_.OpenShop("bakery");
    town_.Charge("hana", 1'000);
  }
  PaymentPay Payment(int64_t amount) {
    return {town_.Account("bakery"), Town::Currency(), Town::Points(amount), {}};
  }
  // Replays the town's log; the index of the entry that the replay stopped at, and why.
  std::optional<std::pair<size_t, EntryFault>> FirstFault(Replay& replay) {
    for (const std::string& leaf : town_.leaves()) {
      if (auto fault = replay.Next(ReadAndVerify(leaf))) return std::pair{replay.size(), *fault};
    }
    return std::nullopt;
  }

  Town town_;
};

TEST_F(RuleSets, ChangeFromTheEntryThatRaisesTheVersion) {
  town_.Do("hana", Payment(101));
  town_.Do("mayor", RulesActivate{2}, {"deputy"});
  EXPECT_EQ(town_.Refusal("hana", Payment(101)), Reason::kPaymentTooLarge);
  town_.Do("hana", Payment(100));
  EXPECT_EQ(Find<LedgerRow>(town_.state(), {})->rules, 2U);
}

TEST_F(RuleSets, DecideOldEntriesUnderTheVersionOfTheirTime) {
  town_.Do("hana", Payment(101));  // version 2 would refuse it
  town_.Do("mayor", RulesActivate{2}, {"deputy"});
  town_.Do("hana", Payment(100));
  Replay replay(kBothVersions);
  EXPECT_FALSE(FirstFault(replay).has_value());
  EXPECT_EQ(replay.size(), town_.leaves().size());
}

TEST_F(RuleSets, ThatAnAuditDoesNotHaveAreNotChecked) {
  town_.Do("hana", Payment(101));
  const size_t known = town_.leaves().size();
  town_.Do("mayor", RulesActivate{2}, {"deputy"});
  town_.Do("hana", Payment(100));
  Replay replay;
  const auto fault = FirstFault(replay);
  ASSERT_TRUE(fault.has_value());
  EXPECT_EQ(fault->first, known);
  EXPECT_TRUE(fault->second.unknown_rules);
}

TEST_F(RuleSets, OfALedgerThatThisProgramDoesNotHaveDecideNothing) {
  town_.Do("mayor", RulesActivate{2}, {"deputy"});
  town_.UseRules(ReleasedRules());
  EXPECT_EQ(town_.Refusal("hana", Payment(1)), Reason::kRulesUnknown);
  EXPECT_EQ(town_.Refusal("mayor", RulesActivate{3}, {"deputy"}), Reason::kRulesUnknown);
}

TEST_F(RuleSets, AreNeverLoweredNorRaisedToWhatTheyAre) {
  town_.Do("mayor", RulesActivate{2}, {"deputy"});
  for (const uint32_t version : {0U, 1U, 2U}) {
    EXPECT_EQ(town_.Refusal("mayor", RulesActivate{version}, {"deputy"}), Reason::kRulesNotNewer);
  }
}

// A log that claims to have raised the version to the one in force is wrong, and not one that a
// later program might understand.
TEST_F(RuleSets, RaisedToTheVersionInForceAreAFaultAndNotUnchecked) {
  Replay replay;
  ASSERT_FALSE(FirstFault(replay).has_value());
  const Instruction activate = town_.Make("mayor", RulesActivate{1}, {"deputy"});
  const Leaf leaf{town_.now(), activate.body, activate.signatures, Hash{}};
  const auto fault = replay.Next(ReadAndVerify(EncodeLeaf(leaf)));
  ASSERT_TRUE(fault.has_value());
  EXPECT_FALSE(fault->unknown_rules) << fault->why;
}

TEST(ReleasedRules, AreInOrderAndEndWithTheNewest) {
  const auto released = ReleasedRules();
  for (size_t i = 0; i < released.size(); ++i) EXPECT_EQ(released[i].version, i + 1);
  EXPECT_EQ(released.back().version, kRulesVersion);
}

}  // namespace
}  // namespace enishi::testing
