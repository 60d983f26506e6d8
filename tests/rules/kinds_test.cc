#include "ledger/rules/kinds.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "ledger/facts/facts.h"
#include "tests/fixtures/town.h"

// What the description of a kind says is compared with what instructions of the kind do, and every
// place that a kind needs outside the code is looked for. What it needs inside does not compile
// without it.

namespace enishi::testing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

// Kinds that are incomplete, each in its way.
struct WithoutFields {
  static constexpr std::string_view kKind = "without.fields";
};
struct WithoutDescription {
  static constexpr std::string_view kKind = "without.description";
  static constexpr auto Fields() { return std::tuple{}; }
};
static_assert(!DescribedKind<WithoutFields>);
static_assert(!DescribedKind<WithoutDescription>);
static_assert(DescribedKind<PaymentPay>);
static_assert(!std::is_default_constructible_v<KindDescription<PaymentPay>>,
              "a member that is left out must not compile");

std::string Spec(const std::string& name) {
  std::ifstream file(ENISHI_SOURCE_DIR "/specs/" + name);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(Kinds, AreInTheSpecifications) {
  const std::string instructions = Spec("instructions.md");
  const std::string rules = Spec("rules.md");
  ForEachKind([&](const auto& kind) {
    const std::string name(kind.kKind);
    EXPECT_THAT(instructions, HasSubstr("### " + name + "\n"));
    EXPECT_THAT(instructions, HasSubstr("\"kind\":\"" + name + "\"")) << "an example";
    EXPECT_THAT(rules, HasSubstr("`" + name + "`"));
  });
}

TEST(Kinds, HaveNamesOfTheirOwnAndCommandsOfTheirOwn) {
  std::set<std::string_view> names;
  std::set<std::pair<std::string_view, std::string_view>> commands;
  ForEachKind([&](const auto& kind) {
    EXPECT_TRUE(names.insert(kind.kKind).second) << kind.kKind;
    const Command command = CommandOf(kind);
    if (kind.kKind == ExpirySweep::kKind) return;  // the service makes it
    EXPECT_FALSE(command.group.empty() || command.name.empty()) << kind.kKind;
    EXPECT_TRUE(commands.emplace(command.group, command.name).second) << kind.kKind;
  });
}

TEST(Kinds, ThatMovePointsAreCounted) {
  ForEachKind([&](const auto& kind) {
    EXPECT_TRUE(HasFacts(kind) || EffectOf(kind) == Effect::kNone) << kind.kKind;
  });
}

// Compares every accepted instruction with the description of its kind.
class DescribedTown : public Town {
 public:
  Checked<Outcome> Submit(const Instruction& instruction) override {
    const uint64_t index = leaves().size();
    auto outcome = Town::Submit(instruction);
    if (!outcome) return outcome;
    const std::string kind(KindName(instruction.payload));
    seen.insert(kind);
    CheckEffect(kind, EffectOf(instruction.payload), *outcome);
    const EntryView entry{index, now(), instruction, *outcome, state()};
    EXPECT_TRUE(FactsOf(entry).empty() || HasFacts(instruction.payload)) << kind;
    return outcome;
  }

  std::set<std::string> seen;

 private:
  static void CheckEffect(const std::string& kind, Effect effect, const Outcome& outcome) {
    bool issues = false;
    bool takes = false;
    bool expires = false;
    for (const Posting& posting : outcome.postings) {
      issues = issues || posting.holder == HolderKind::kIssued;
      takes = takes || (posting.holder == HolderKind::kAccount && posting.amount < 0);
      expires = expires || posting.holder == HolderKind::kExpired;
    }
    EXPECT_EQ(issues, effect == Effect::kIssues) << kind;
    EXPECT_EQ(takes, effect == Effect::kSpends || effect == Effect::kExpires) << kind;
    EXPECT_EQ(expires, effect == Effect::kExpires) << kind;
  }
};

TEST(Descriptions, SayWhatInstructionsDo) {
  DescribedTown town;
  town.Found();
  town.Furnish();
  town.OpenParticipant("hana");
  town.OpenParticipant("taro");
  town.OpenShop("bakery");
  town.Announce("drill", 300);
  town.Do("coordinator", ParticipationRecord{Town::Name("drill"), town.Account("hana")});
  town.Do("taro", ParticipationClaim{town.Attendance("coordinator", "drill")});
  town.Charge("hana", 50);
  town.Do("hana", PaymentPay{town.Account("bakery"), Town::Currency(), Town::Points(320), {}});
  town.Do("bakery", PaymentCapture{town.Code("taro", 500), Town::Points(100), {}});
  town.Do("taro", CodeCancel{town.Code("taro", 500)});
  town.Do("hana", KeyAdd{town.Key("second").public_key(), {}, {}, {}, {}});
  town.Do("hana", KeyRevoke{town.Key("second").public_key()});
  town.Do("registrar", AccountOpen{town.Key("yuki").public_key()});
  town.Do("registrar", AccountEnrol{town.Account("yuki")});
  town.Do("mayor", PostDismiss{Town::Name("auditor"), town.Account("auditor")}, {"deputy"});
  town.AdvanceTo(Town::Day("2026-10-01").Start());
  town.Sweep();
  ForEachKind([&](const auto& kind) {
    if (kind.kKind == RulesActivate::kKind) return;  // there is no version to raise to
    EXPECT_THAT(town.seen, Contains(std::string(kind.kKind)));
  });
}

TEST(Descriptions, NameTheAccountsThatMayReadAnEntry) {
  Town town;
  const PaymentCapture capture{town.Code("hana", 500), Town::Points(1), {}};
  EXPECT_THAT(ReadersOf(capture), Contains(town.Account("hana")));
  const ParticipationClaim claim{town.Attendance("coordinator", "drill")};
  EXPECT_THAT(ReadersOf(claim), Contains(town.Account("coordinator")));
  EXPECT_THAT(ReadersOf(town.Founding()), Contains(town.Account("clerk")));
  EXPECT_TRUE(ReadersOf(CodeCancel{town.Code("hana", 1, "bakery")}).empty());
}

TEST(Descriptions, NameTheAmountThatLimitsOfKeysAreAbout) {
  EXPECT_EQ(AmountOf(PaymentPay{{}, {}, Town::Points(5), {}}), Town::Points(5));
  EXPECT_EQ(AmountOf(PaymentCapture{{}, Town::Points(5), {}}), Town::Points(5));
  EXPECT_EQ(AmountOf(enishi::Charge{{}, {}, Town::Points(5), {}}), Town::Points(5));
  EXPECT_EQ(AmountOf(ExpirySweep{}), Town::Points(0));
}

}  // namespace
}  // namespace enishi::testing
