#include "ledger/facts/facts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "tests/fixtures/town.h"

namespace enishi {
namespace {

using testing::Town;

// A town with hanako, taro and a shop, whose facts can be asked for.
class Facts : public ::testing::Test {
 protected:
  Facts() {
    town_.Found();
    town_.Furnish();
    town_.OpenParticipant("hanako");
    town_.OpenParticipant("taro");
    town_.OpenShop("shop");
    ReplayRest();
    EXPECT_TRUE(facts_.empty());  // none of that is counted
  }

  // The facts of the entries since the last call, as an audit sees them.
  std::vector<Fact> ReplayRest() {
    std::vector<Fact> fresh;
    replay_.on_entry = [&](const EntryView& entry) {
      const auto facts = FactsOf(entry);
      fresh.insert(fresh.end(), facts.begin(), facts.end());
    };
    while (replay_.size() < town_.leaves().size()) {
      const auto fault = replay_.Next(ReadAndVerify(town_.leaves()[replay_.size()]));
      EXPECT_FALSE(fault) << fault->why;
      if (fault) break;
    }
    facts_.insert(facts_.end(), fresh.begin(), fresh.end());
    return fresh;
  }

  // What every fact of the latest entry has.
  Fact Latest(FactKind kind, const std::string& person) {
    Fact fact;
    fact.index = town_.leaves().size() - 1;
    fact.at = town_.now();
    fact.kind = kind;
    fact.person = town_.Account(person);
    return fact;
  }

  void Attend(const std::string& activity, const std::string& participant) {
    town_.Do("coordinator", ParticipationRecord{Town::Name(activity), town_.Account(participant)});
  }
  void Pay(const std::string& payer, int64_t amount) {
    town_.Do(payer, PaymentPay{town_.Account("shop"), Town::Currency(), Town::Points(amount), {}});
  }
  SignedAttendanceCode Attendance(const std::string& activity) {
    AttendanceCode code;
    code.ledger = town_.ledger();
    code.organiser = town_.Account("coordinator");
    code.activity = Town::Name(activity);
    code.valid_from = town_.now();
    code.valid_until = {town_.now().ms + kMinuteMs};
    return *DecodeAttendanceCode(EncodeAttendanceCode(code, town_.Key("coordinator")));
  }

  Town town_;
  Replay replay_;
  std::vector<Fact> facts_;  // all so far
};

TEST_F(Facts, APresenceWithPointsIsAParticipationAndAnAward) {
  town_.Announce("drill", 300);
  EXPECT_TRUE(ReplayRest().empty());
  Attend("drill", "hanako");
  Fact participation = Latest(FactKind::kParticipation, "hanako");
  participation.counterparty = town_.Account("coordinator");
  participation.activity = Town::Name("drill");
  participation.programme = Town::Name(Town::kProgramme);
  Fact award = participation;
  award.kind = FactKind::kAward;
  award.currency = Town::Currency();
  award.bonus = Town::Points(300);
  EXPECT_EQ(ReplayRest(), (std::vector{participation, award}));
}

TEST_F(Facts, APresenceWithoutPointsIsAParticipation) {
  town_.Announce("clean-up", 0);
  Attend("clean-up", "taro");
  Fact participation = Latest(FactKind::kParticipation, "taro");
  participation.counterparty = town_.Account("coordinator");
  participation.activity = Town::Name("clean-up");
  participation.programme = Town::Name(Town::kProgramme);
  EXPECT_EQ(ReplayRest(), std::vector{participation});
}

TEST_F(Facts, AClaimSaysThatItWasByCode) {
  town_.Announce("drill", 10);
  town_.Do("hanako", ParticipationClaim{Attendance("drill")});
  const auto facts = ReplayRest();
  ASSERT_EQ(facts.size(), 2U);
  for (const Fact& fact : facts) {
    EXPECT_TRUE(fact.by_code);
    EXPECT_EQ(fact.person, town_.Account("hanako"));
    EXPECT_EQ(fact.counterparty, town_.Account("coordinator"));
  }
  EXPECT_EQ(facts[0].kind, FactKind::kParticipation);
  EXPECT_EQ(facts[1].kind, FactKind::kAward);
  EXPECT_EQ(facts[1].bonus, Town::Points(10));
  EXPECT_TRUE(facts[1].paid.IsZero());
}

TEST_F(Facts, ASaleIsPaidValue) {
  town_.Charge("hanako", 5'000);
  Fact charge = Latest(FactKind::kCharge, "hanako");
  charge.counterparty = town_.Account("cashier");
  charge.currency = Town::Currency();
  charge.paid = Town::Points(5'000);
  EXPECT_EQ(ReplayRest(), std::vector{charge});
}

TEST_F(Facts, APaymentIsSplitIntoBonusAndPaid) {
  town_.Announce("drill", 300);
  Attend("drill", "hanako");
  town_.Charge("hanako", 1'000);
  ReplayRest();
  Pay("hanako", 100);
  Fact payment = Latest(FactKind::kPayment, "hanako");
  payment.counterparty = town_.Account("shop");
  payment.currency = Town::Currency();
  payment.bonus = Town::Points(100);  // bonus goes first: it expires
  EXPECT_EQ(ReplayRest(), std::vector{payment});
  Pay("hanako", 350);
  payment.index = town_.leaves().size() - 1;
  payment.bonus = Town::Points(200);
  payment.paid = Town::Points(150);
  EXPECT_EQ(ReplayRest(), std::vector{payment});
  Pay("hanako", 850);
  payment.index = town_.leaves().size() - 1;
  payment.bonus = Amount();
  payment.paid = Town::Points(850);
  EXPECT_EQ(ReplayRest(), std::vector{payment});
}

TEST_F(Facts, ACaptureIsAPaymentByCode) {
  town_.Charge("hanako", 1'000);
  ReplayRest();
  town_.Do("shop", PaymentCapture{town_.Code("hanako", 700), Town::Points(650), {}});
  Fact payment = Latest(FactKind::kPayment, "hanako");
  payment.counterparty = town_.Account("shop");
  payment.currency = Town::Currency();
  payment.paid = Town::Points(650);
  payment.by_code = true;
  EXPECT_EQ(ReplayRest(), std::vector{payment});
}

TEST_F(Facts, AnExpiryIsCountedForEachWhoLosesPoints) {
  town_.Announce("drill", 300);
  Attend("drill", "hanako");
  Attend("drill", "taro");
  town_.Charge("taro", 40);
  Pay("taro", 120);
  town_.AdvanceTo(Town::Day("2026-10-01").Start());
  ReplayRest();
  town_.Sweep();
  auto facts = ReplayRest();
  Fact of_hanako = Latest(FactKind::kExpiry, "hanako");
  of_hanako.programme = Town::Name(Town::kProgramme);
  of_hanako.currency = Town::Currency();
  of_hanako.bonus = Town::Points(300);
  Fact of_taro = of_hanako;
  of_taro.person = town_.Account("taro");
  of_taro.bonus = Town::Points(180);
  EXPECT_EQ(facts.size(), 2U);
  EXPECT_NE(std::find(facts.begin(), facts.end(), of_hanako), facts.end());
  EXPECT_NE(std::find(facts.begin(), facts.end(), of_taro), facts.end());
}

// Who had spent all is still on the sweep's list and loses nothing.
TEST_F(Facts, AnExpiryOfNothingIsNoFact) {
  town_.Announce("drill", 100);
  Attend("drill", "hanako");
  Pay("hanako", 100);
  town_.AdvanceTo(Town::Day("2026-10-01").Start());
  ReplayRest();
  town_.Sweep();
  EXPECT_TRUE(ReplayRest().empty());
  // What the shop holds does not expire.
  EXPECT_EQ(town_.Held("shop"), 100);
}

TEST_F(Facts, WhatIsNeitherPresenceNorPointsIsNotCounted) {
  town_.Charge("hanako", 10);
  ReplayRest();
  town_.Do("hanako", CodeCancel{town_.Code("hanako", 5)});
  KeyAdd add;
  add.key = town_.Key("hanako-2").public_key();
  town_.Do("hanako", add);
  town_.Do("hanako", KeyRevoke{add.key});
  town_.Do("mayor", PostDismiss{Town::Name("cashier"), town_.Account("cashier")}, {"deputy"});
  town_.AdvanceTo({town_.now().ms + 1});
  EXPECT_TRUE(ReplayRest().empty());
}

// --- Facts and holdings say the same ----------------------------------------------------------

struct Sums {
  int64_t awarded = 0;
  int64_t charged = 0;
  int64_t paid_to_shops = 0;
  int64_t expired = 0;
  std::map<AccountId, int64_t> paid;  // what each person must hold of either sort
  std::map<AccountId, int64_t> bonus;
};

Sums SumsOf(const std::vector<Fact>& facts) {
  Sums sums;
  for (const Fact& fact : facts) {
    const int64_t paid = fact.paid.minor();
    const int64_t bonus = fact.bonus.minor();
    const bool comes = fact.kind == FactKind::kAward || fact.kind == FactKind::kCharge;
    sums.paid[fact.person] += comes ? paid : -paid;
    sums.bonus[fact.person] += comes ? bonus : -bonus;
    if (fact.kind == FactKind::kAward) sums.awarded += paid + bonus;
    if (fact.kind == FactKind::kCharge) sums.charged += paid + bonus;
    if (fact.kind == FactKind::kPayment) sums.paid_to_shops += paid + bonus;
    if (fact.kind == FactKind::kExpiry) sums.expired += paid + bonus;
  }
  return sums;
}

void Live(Town& town, uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto upto = [&](uint64_t limit) { return static_cast<int64_t>(random() % limit); };
  const std::vector<std::string> people = {"a", "b", "c", "d", "e", "f"};
  for (const std::string& person : people) town.OpenParticipant(person);
  town.OpenShop("shop");
  town.OpenShop("market");
  // One who never spends, so that something expires.
  town.OpenParticipant("idle");
  town.Announce("first", 70);
  town.Do("coordinator", ParticipationRecord{Town::Name("first"), town.Account("idle")});
  for (int step = 0; step < 250; ++step) {
    const std::string& person = people[random() % people.size()];
    const std::string shop = random() % 2 == 0 ? "shop" : "market";
    const std::string activity = "activity-" + std::to_string(step);
    switch (random() % 6) {
      case 0:
        if (town.now() < Town::Day("2026-08-31").Start()) {
          town.Announce(activity, upto(3) * 50);
          // Refusals, such as a cap that is reached, are part of the life of a town.
          (void)town.Refusal("coordinator",
                             ParticipationRecord{Town::Name(activity), town.Account(person)});
        }
        break;
      case 1:
        town.Charge(person, 1 + upto(500));
        break;
      case 2:
      case 3:
        (void)town.Refusal(person, PaymentPay{town.Account(shop), Town::Currency(),
                                              Town::Points(1 + upto(300)), std::nullopt});
        break;
      case 4:
        (void)town.Refusal(shop, PaymentCapture{town.Code(person, 300), Town::Points(1 + upto(300)),
                                                std::nullopt});
        break;
      default:
        town.AdvanceTo({town.now().ms + 1 + static_cast<uint64_t>(upto(8 * kDayMs))});
        if (random() % 2 == 0) town.Sweep();
    }
  }
  const Timestamp end = Town::Day("2026-10-01").Start();
  if (town.now() < end) town.AdvanceTo(end);
  town.Sweep();
}

class RandomTowns : public ::testing::TestWithParam<uint64_t> {};

TEST_P(RandomTowns, FactsAddUpToTheHoldings) {
  RecordProperty("seed", std::to_string(GetParam()));
  Town town;
  town.Found();
  town.Furnish();
  Live(town, GetParam());
  Replay replay;
  std::vector<Fact> facts;
  replay.on_entry = [&](const EntryView& entry) {
    for (const Fact& fact : FactsOf(entry)) {
      EXPECT_EQ(fact.index, entry.index);
      EXPECT_EQ(fact.at, entry.committed_at);
      facts.push_back(fact);
    }
  };
  for (const std::string& leaf : town.leaves()) {
    const auto fault = replay.Next(ReadAndVerify(leaf));
    ASSERT_FALSE(fault) << "seed " << GetParam() << ": " << fault->why;
  }
  const auto totals = Reconcile(replay.state());
  ASSERT_TRUE(totals) << totals.error().message;
  const CurrencyTotals& points = *totals->currencies.at(Town::Currency());
  const Sums sums = SumsOf(facts);
  EXPECT_EQ(points.issued.minor(), sums.awarded + sums.charged) << "seed " << GetParam();
  EXPECT_EQ(points.expired.minor(), sums.expired);
  EXPECT_EQ(town.Held("shop") + town.Held("market"), sums.paid_to_shops);
  EXPECT_EQ(points.outstanding.minor(), sums.awarded + sums.charged - sums.expired);
  EXPECT_GT(sums.awarded, 0);
  EXPECT_GT(sums.expired, 0);
  EXPECT_GT(sums.paid_to_shops, 0);
  for (const auto& [person, paid] : sums.paid) {
    int64_t held_paid = 0;
    int64_t held_bonus = 0;
    const auto holding = Find<HoldingRow>(replay.state(), {HolderKind::kAccount, person, 0});
    for (const Lot& lot : holding.value_or(HoldingRow{}).lots) {
      const auto lot_class = Find<LotClassRow>(replay.state(), {lot.lot_class});
      ASSERT_TRUE(lot_class);
      (lot_class->paid() ? held_paid : held_bonus) += lot.amount;
    }
    EXPECT_EQ(held_paid, paid) << "seed " << GetParam();
    EXPECT_EQ(held_bonus, sums.bonus.at(person)) << "seed " << GetParam();
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomTowns, ::testing::Values(1, 2, 3, 4, 5, 6, 7, 8));

}  // namespace
}  // namespace enishi
