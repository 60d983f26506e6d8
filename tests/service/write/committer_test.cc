#include "ledger/service/write/committer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/rules/state/rows.h"
#include "ledger/service/publish/tiles.h"
#include "tests/fixtures/memory_ledger.h"

namespace enishi {
namespace {

using testing::InstructionIn;
using testing::MemoryLedger;
using testing::Town;

std::optional<Unavailable> WhyNot(const Answer& answer) {
  const auto* unavailable = std::get_if<Unavailable>(&answer);
  return unavailable == nullptr ? std::nullopt : std::optional(*unavailable);
}

std::optional<Reason> Refusal(const Answer& answer) {
  const auto* rejection = std::get_if<Rejection>(&answer);
  return rejection == nullptr ? std::nullopt : std::optional(rejection->reason);
}

std::vector<std::string> LeavesOf(const Log& log) {
  std::vector<std::string> leaves;
  for (uint64_t i = 0; i < log.size(); ++i) leaves.push_back(log.Read(i)->leaf);
  return leaves;
}

class CommitterTest : public ::testing::Test {
 protected:
  CommitterTest() {
    town_.Found();
    town_.Furnish();
    town_.OpenParticipant("aoi");
    town_.OpenShop("bakery");
    town_.Charge("aoi", 1000);
    ledger_.Follow(town_);
  }
  Instruction Payment(int64_t amount) {
    PaymentPay payment;
    payment.shop = town_.Account("bakery");
    payment.currency = Town::Currency();
    payment.amount = Town::Points(amount);
    return town_.Make("aoi", payment);
  }
  int64_t Held(const MemoryLedger& ledger, const std::string& label) {
    const auto holding =
        Find<HoldingRow>(ledger.state.latest(), {HolderKind::kAccount, town_.Account(label), 0});
    int64_t sum = 0;
    if (holding) {
      for (const Lot& lot : holding->lots) sum += lot.amount;
    }
    return sum;
  }

  Town town_;
  MemoryLedger ledger_{town_};
};

TEST_F(CommitterTest, WritesTheLeavesThatTheRulesSay) {
  EXPECT_EQ(LeavesOf(ledger_.log), town_.leaves());
  EXPECT_EQ(ledger_.committer->ledger(), town_.ledger());
  EXPECT_EQ(ledger_.committer->now(), town_.now());
  EXPECT_EQ(ledger_.state.applied_size(), town_.leaves().size());
}

TEST_F(CommitterTest, CommitsABatchWithOneAppend) {
  const uint64_t appends = ledger_.log.appends();
  const auto answers = ledger_.Step({Payment(1), Payment(2), Payment(3)});
  for (size_t i = 0; i < 3; ++i) {
    ASSERT_TRUE(std::holds_alternative<Accepted>(answers[i]));
    EXPECT_EQ(std::get<Accepted>(answers[i]).index, town_.leaves().size() + i);
  }
  EXPECT_EQ(ledger_.log.appends(), appends + 1);
  EXPECT_EQ(Held(ledger_, "bakery"), 6);
}

TEST_F(CommitterTest, SeesWhatWasDecidedEarlierInTheBatch) {
  const auto answers = ledger_.Step({Payment(700), Payment(700), Payment(300)});
  EXPECT_TRUE(std::holds_alternative<Accepted>(answers[0]));
  EXPECT_EQ(Refusal(answers[1]), Reason::kInsufficientFunds);
  EXPECT_TRUE(std::holds_alternative<Accepted>(answers[2]));
  EXPECT_EQ(Held(ledger_, "aoi"), 0);
}

TEST_F(CommitterTest, AppendsNothingForABatchOfRefusals) {
  const uint64_t appends = ledger_.log.appends();
  EXPECT_EQ(Refusal(ledger_.Step(Payment(100'000))), Reason::kInsufficientFunds);
  EXPECT_EQ(ledger_.log.appends(), appends);
  EXPECT_EQ(ledger_.committer->counts().rejected, 1U);
}

TEST_F(CommitterTest, GivesTheFirstOutcomeForTheSameBytesInOneBatch) {
  const Instruction payment = Payment(100);
  const auto answers = ledger_.Step({payment, payment});
  const auto& first = std::get<Accepted>(answers[0]);
  const auto& second = std::get<Accepted>(answers[1]);
  EXPECT_FALSE(first.repeated);
  EXPECT_TRUE(second.repeated);
  EXPECT_EQ(first.index, second.index);
  EXPECT_EQ(first.outcome, second.outcome);
  EXPECT_EQ(first.committed_at, second.committed_at);
  EXPECT_EQ(Held(ledger_, "bakery"), 100);
}

TEST_F(CommitterTest, DecidesTheNextBatchOnTopOfTheOneThatIsNotCommittedYet) {
  const Instruction first = Payment(700);
  std::vector<Answer> answers;
  const auto pending = [&](const Instruction& instruction) {
    std::vector<Pending> one;
    one.push_back({instruction, [&](Answer answer) { answers.push_back(std::move(answer)); }});
    return one;
  };
  Committer& committer = *ledger_.committer;
  const auto flying = committer.Open(nullptr);
  committer.Decide(*flying, pending(first));
  const auto open = committer.Open(flying.get());
  committer.Decide(*open, pending(Payment(700)));
  committer.Decide(*open, pending(first));
  committer.Decide(*open, pending(Payment(300)));
  EXPECT_TRUE(answers.empty());
  committer.Finish(*flying);
  ASSERT_EQ(answers.size(), 1U);
  committer.Settle(*flying, *open);
  committer.Finish(*open);
  ASSERT_EQ(answers.size(), 4U);
  const uint64_t index = std::get<Accepted>(answers[0]).index;
  EXPECT_EQ(Refusal(answers[1]), Reason::kInsufficientFunds);
  EXPECT_TRUE(std::get<Accepted>(answers[2]).repeated);
  EXPECT_EQ(std::get<Accepted>(answers[2]).index, index);
  EXPECT_EQ(std::get<Accepted>(answers[3]).index, index + 1);
  EXPECT_EQ(Held(ledger_, "aoi"), 0);
}

TEST_F(CommitterTest, TakesABatchBackWhenTheOneBeneathItFails) {
  std::vector<Answer> answers;
  const auto pending = [&](const Instruction& instruction) {
    std::vector<Pending> one;
    one.push_back({instruction, [&](Answer answer) { answers.push_back(std::move(answer)); }});
    return one;
  };
  Committer& committer = *ledger_.committer;
  const uint64_t size = ledger_.log.size();
  const Instruction first = Payment(100);
  const auto flying = committer.Open(nullptr);
  committer.Decide(*flying, pending(first));
  const auto open = committer.Open(flying.get());
  committer.Decide(*open, pending(Payment(100)));
  committer.Decide(*open, pending(first));
  ledger_.log.Then(MemoryLog::Order::kUnknownAndLost);
  committer.Finish(*flying);
  committer.Settle(*flying, *open);
  committer.Finish(*open);
  ASSERT_EQ(answers.size(), 3U);
  EXPECT_EQ(WhyNot(answers[0]), Unavailable::kOutcomeUnknown);
  EXPECT_EQ(WhyNot(answers[1]), Unavailable::kReadOnly);
  // The same bytes as those of which nobody knows.
  EXPECT_EQ(WhyNot(answers[2]), Unavailable::kOutcomeUnknown);
  EXPECT_EQ(ledger_.log.size(), size);
}

TEST_F(CommitterTest, TellsAStrangerNothingOfWhatOthersHadAccepted) {
  const Instruction payment = Payment(100);
  ASSERT_TRUE(std::holds_alternative<Accepted>(ledger_.Step(payment)));
  const SigningKey stranger = SigningKey::Random();
  Instruction stolen = payment;
  stolen.signatures = {{stranger.public_key(), stranger.Sign(Domain::kInstruction, stolen.body)}};
  EXPECT_EQ(Refusal(ledger_.Step(stolen)), Reason::kIdConflict);
}

TEST_F(CommitterTest, GivesTheFirstOutcomeForTheSameBytesLaterAndAfterARestart) {
  const Instruction payment = Payment(100);
  const Answer first = ledger_.Step(payment);
  MemoryLedger restarted(town_, ledger_.log.AfterRestart());
  for (MemoryLedger* ledger : {&ledger_, &restarted}) {
    const uint64_t size = ledger->log.size();
    const Answer answer = ledger->Step(payment);
    const auto& again = std::get<Accepted>(answer);
    EXPECT_TRUE(again.repeated);
    EXPECT_EQ(again.index, std::get<Accepted>(first).index);
    EXPECT_EQ(again.outcome, std::get<Accepted>(first).outcome);
    EXPECT_EQ(ledger->log.size(), size);
  }
}

TEST_F(CommitterTest, RefusesOtherBytesUnderAnIdThatIsUsedUp) {
  const Instruction first = Payment(100);
  Header header = first.header;
  PaymentPay other = std::get<PaymentPay>(first.payload);
  other.amount = Town::Points(101);
  const Instruction second = Sign(header, other, {&town_.Key("aoi")});
  const auto answers = ledger_.Step({first, second});
  EXPECT_TRUE(std::holds_alternative<Accepted>(answers[0]));
  EXPECT_EQ(Refusal(answers[1]), Reason::kIdConflict);
  EXPECT_EQ(Refusal(ledger_.Step(second)), Reason::kIdConflict);
}

TEST_F(CommitterTest, ARefusalDoesNotUseTheIdUp) {
  const Instruction payment = Payment(1500);
  EXPECT_EQ(Refusal(ledger_.Step(payment)), Reason::kInsufficientFunds);
  town_.Charge("aoi", 1000);
  ledger_.Follow(town_);
  EXPECT_TRUE(std::holds_alternative<Accepted>(ledger_.Step(payment)));
}

TEST_F(CommitterTest, SaysOutcomeUnknownToEveryoneWhenTheAppendIsUnknown) {
  const Instruction payment = Payment(100);
  ledger_.log.Then(MemoryLog::Order::kUnknownAndKept);
  const auto answers = ledger_.Step({payment, Payment(100'000), payment});
  for (const Answer& answer : answers) EXPECT_EQ(WhyNot(answer), Unavailable::kOutcomeUnknown);
  EXPECT_EQ(Held(ledger_, "bakery"), 0);
  EXPECT_NE(ledger_.failure.text(), "");

  // Nothing may say later that it did not happen.
  EXPECT_EQ(WhyNot(ledger_.Step(payment)), Unavailable::kOutcomeUnknown);
  EXPECT_EQ(WhyNot(ledger_.Step(Payment(1))), Unavailable::kReadOnly);

  MemoryLedger restarted(town_, ledger_.log.AfterRestart());
  EXPECT_EQ(Held(restarted, "bakery"), 100);
  EXPECT_TRUE(std::get<Accepted>(restarted.Step(payment)).repeated);
}

TEST_F(CommitterTest, TakesTheSameBytesAfterAnUnknownAppendThatWasLost) {
  const Instruction payment = Payment(100);
  ledger_.log.Then(MemoryLog::Order::kUnknownAndLost);
  EXPECT_EQ(WhyNot(ledger_.Step(payment)), Unavailable::kOutcomeUnknown);
  MemoryLedger restarted(town_, ledger_.log.AfterRestart());
  EXPECT_FALSE(std::get<Accepted>(restarted.Step(payment)).repeated);
  EXPECT_EQ(Held(restarted, "bakery"), 100);
}

TEST_F(CommitterTest, StopsWhenAnotherWriterHasTakenTheLogOver) {
  ASSERT_TRUE(ledger_.log.BeginEpoch());
  EXPECT_EQ(WhyNot(ledger_.Step(Payment(1))), Unavailable::kReadOnly);
  EXPECT_THAT(ledger_.failure.text(), ::testing::HasSubstr("another writer"));
  EXPECT_EQ(Held(ledger_, "bakery"), 0);
}

TEST_F(CommitterTest, CommitsNothingThatWasComputedFromADamagedRow) {
  const uint64_t size = ledger_.log.size();
  ledger_.state.Tamper(RowKey<HoldingRow>({HolderKind::kAccount, town_.Account("bakery"), 0}),
                       "damage");
  const auto answers = ledger_.Step({Payment(1), Payment(100'000)});
  EXPECT_EQ(WhyNot(answers[0]), Unavailable::kReadOnly);
  EXPECT_EQ(WhyNot(answers[1]), Unavailable::kReadOnly);
  EXPECT_EQ(ledger_.log.size(), size);
  EXPECT_THAT(ledger_.failure.text(), ::testing::HasSubstr("does not decode"));
}

// The rules rest on these rows without asking whether they are there.
TEST_F(CommitterTest, StopsInsteadOfEndingWhenAProgrammeCannotBeRead) {
  town_.Announce("cleanup", 100);
  ledger_.Follow(town_);
  // As after a restart: the row is looked at in the state and not in what was read before.
  MemoryLedger restarted(town_, ledger_.log.AfterRestart());
  restarted.state.Tamper(RowKey<ProgrammeRow>({Town::Name(Town::kProgramme)}), "damage");
  const ParticipationRecord record{Town::Name("cleanup"), town_.Account("aoi")};
  EXPECT_EQ(WhyNot(restarted.Step(town_.Make("coordinator", record))), Unavailable::kReadOnly);
  EXPECT_THAT(restarted.failure.text(), ::testing::HasSubstr("does not decode"));
}

TEST_F(CommitterTest, StopsInsteadOfEndingWhenABudgetCannotBeRead) {
  town_.Announce("cleanup", 100);
  town_.Do("coordinator", ParticipationRecord{Town::Name("cleanup"), town_.Account("aoi")});
  town_.AdvanceTo(Town::Day("2026-09-30").End());
  ledger_.Follow(town_);
  MemoryLedger restarted(town_, ledger_.log.AfterRestart());
  restarted.state.Tamper(RowKey<BudgetRow>({Town::Name(Town::kProgramme)}), "damage");
  const Answer answer = restarted.Step(town_.Make("service", ExpirySweep{}));
  EXPECT_EQ(WhyNot(answer), Unavailable::kReadOnly);
  EXPECT_THAT(restarted.failure.text(), ::testing::HasSubstr("does not decode"));
}

TEST_F(CommitterTest, StopsWhenARepeatCannotBeReadBack) {
  const Instruction payment = Payment(1);
  ledger_.Step(payment);
  ledger_.log.BreakReads();
  EXPECT_EQ(WhyNot(ledger_.Step(payment)), Unavailable::kReadOnly);
  EXPECT_NE(ledger_.failure.text(), "");
}

// Whoever asks again must not be told anything from bytes that are no entry.
TEST_F(CommitterTest, StopsWhenARepeatDoesNotDecode) {
  const Instruction payment = Payment(1);
  ASSERT_TRUE(std::holds_alternative<Accepted>(ledger_.Step(payment)));
  const std::vector<StoredEntry> entries = ledger_.log.AfterRestart();
  const uint64_t last = entries.size() - 1;
  for (std::string StoredEntry::* part : {&StoredEntry::leaf, &StoredEntry::outcome}) {
    MemoryLedger restarted(town_, entries);
    restarted.log.Tamper(last, [&](StoredEntry& entry) { (entry.*part).pop_back(); });
    EXPECT_EQ(WhyNot(restarted.Step(payment)), Unavailable::kReadOnly);
    EXPECT_EQ(restarted.failure.text(),
              "entry " + std::to_string(last) + " of the log does not decode");
    EXPECT_EQ(restarted.log.size(), entries.size());
    EXPECT_EQ(Held(restarted, "bakery"), 1);
  }
}

TEST_F(CommitterTest, AnswersAcceptedWhenOnlyTheStateFailsAndThenStops) {
  ledger_.state.BreakWrites();
  EXPECT_TRUE(std::holds_alternative<Accepted>(ledger_.Step(Payment(100))));
  EXPECT_EQ(WhyNot(ledger_.Step(Payment(1))), Unavailable::kReadOnly);
  MemoryLedger restarted(town_, ledger_.log.AfterRestart());
  EXPECT_EQ(Held(restarted, "bakery"), 100);
}

TEST_F(CommitterTest, TellsThatTheLedgersRowChangedBeforeItAnswers) {
  bool told = false;
  ledger_.committer->on_ledger_changed = [&told] { told = true; };
  ledger_.Step(Payment(1));
  EXPECT_FALSE(told);
  const Timestamp later{town_.now().ms + kHourMs};
  bool told_before = false;
  std::vector<Pending> pending;
  pending.push_back({town_.Make("mayor", ClockAdvance{later}), [&](Answer answer) {
                       told_before = told && std::holds_alternative<Accepted>(answer);
                     }});
  ledger_.committer->Step(std::move(pending));
  EXPECT_TRUE(told_before);
  EXPECT_EQ(ledger_.committer->now(), later);
}

class CommitterGenesis : public ::testing::Test {
 protected:
  // Where the service says that the genesis differs, after a change of it.
  std::string Differs(const std::function<void(Genesis&)>& change) {
    auto payload = std::get<Genesis>(genesis_.payload);
    change(payload);
    const Answer answer = ledger_.Step(Sign(genesis_.header, payload, founders_));
    EXPECT_EQ(Refusal(answer), Reason::kFieldInvalid);
    return Refusal(answer) ? std::get<Rejection>(answer).pointer : "";
  }

  Town town_;
  MemoryLedger ledger_{town_};
  const std::vector<const SigningKey*> founders_{&town_.Key("mayor"), &town_.Key("deputy"),
                                                 &town_.Key("clerk")};
  Instruction genesis_ = (town_.Found(), InstructionIn(town_.leaves().front()));
};

TEST_F(CommitterGenesis, MustSayWhatTheServiceIs) {
  const PublicKey other = town_.Key("another").public_key();
  EXPECT_EQ(Differs([&](Genesis& genesis) { genesis.origin = *Origin::Parse("other.example/x"); }),
            "/origin");
  EXPECT_EQ(Differs([&](Genesis& genesis) { genesis.clock = ClockMode::kReal; }), "/clock");
  EXPECT_EQ(Differs([&](Genesis& genesis) { genesis.log_key = other; }), "/log_key");
  EXPECT_EQ(Differs([&](Genesis& genesis) { genesis.service_key = other; }), "/service_key");
  EXPECT_EQ(ledger_.log.size(), 0U);
  EXPECT_EQ(ledger_.committer->ledger(), std::nullopt);
  EXPECT_TRUE(std::holds_alternative<Accepted>(ledger_.Step(genesis_)));
}

TEST_F(CommitterGenesis, IsTakenFromNobodyButTheNamedAdministrators) {
  // Complete in itself: whoever comes first signs for themselves.
  auto payload = std::get<Genesis>(genesis_.payload);
  payload.administrators = {town_.Key("mallory").public_key()};
  payload.quorum = 1;
  Header header = genesis_.header;
  header.account = AccountId::FromKey(payload.administrators.front());
  const Answer answer = ledger_.Step(Sign(header, payload, {&town_.Key("mallory")}));
  ASSERT_EQ(Refusal(answer), Reason::kFieldInvalid);
  EXPECT_EQ(std::get<Rejection>(answer).pointer, "/administrators");
  EXPECT_EQ(Differs([](Genesis& genesis) { genesis.administrators.pop_back(); }),
            "/administrators");

  LedgerIdentity nobody = testing::IdentityOf(town_);
  nobody.administrators.clear();
  MemoryLedger unnamed(nobody, {}, {});
  EXPECT_EQ(Refusal(unnamed.Step(genesis_)), Reason::kFieldInvalid);
  EXPECT_EQ(unnamed.log.size(), 0U);
}

// A ledger on a real clock that the test moves.
class RealClockTest : public ::testing::Test {
 protected:
  RealClockTest() {
    town_.Found();
    Instruction genesis = InstructionIn(town_.leaves().front());
    auto payload = std::get<Genesis>(genesis.payload);
    payload.clock = ClockMode::kReal;
    genesis = Sign(genesis.header, payload,
                   {&town_.Key("mayor"), &town_.Key("deputy"), &town_.Key("clerk")});
    CHECK(std::holds_alternative<Accepted>(ledger_.Step(genesis)));
  }
  Answer Post(const std::string& name) {
    Header header;
    header.ledger = *ledger_.committer->ledger();
    header.id = Uuid::At({wall_ms_});
    header.account = town_.Account("mayor");
    header.valid_until = {wall_ms_ + kHourMs};
    const PostCreate create{Town::Name(name), {Role::kAuditor}};
    return ledger_.Step(Sign(header, create, {&town_.Key("mayor"), &town_.Key("deputy")}));
  }

  uint64_t wall_ms_ = Town::kStart.ms;
  uint64_t monotonic_ms_ = 1000;
  Town town_;
  MemoryLedger ledger_{testing::IdentityOf(town_, ClockMode::kReal),
                       {},
                       {.wall = [this] { return Timestamp{wall_ms_}; },
                        .monotonic_ms = [this] { return monotonic_ms_; }}};
};

TEST_F(RealClockTest, CommitsAtTheWallClocksTimeAndNeverBefore) {
  wall_ms_ += 100;
  monotonic_ms_ += 100;
  Answer answer = Post("a");
  EXPECT_EQ(std::get<Accepted>(answer).committed_at.ms, Town::kStart.ms + 100);
  wall_ms_ -= 1000;
  answer = Post("b");
  EXPECT_EQ(std::get<Accepted>(answer).committed_at.ms, Town::kStart.ms + 100);
}

TEST_F(RealClockTest, GoesOnHoweverLongBothClocksWent) {
  wall_ms_ += 30 * kDayMs;
  monotonic_ms_ += 30 * kDayMs;
  EXPECT_TRUE(std::holds_alternative<Accepted>(Post("a")));
}

TEST_F(RealClockTest, StopsWhenTheWallClockStepsForward) {
  wall_ms_ += WallClock::kStepMaxMs + 1;
  EXPECT_EQ(WhyNot(Post("a")), Unavailable::kReadOnly);
  EXPECT_THAT(ledger_.failure.text(), ::testing::HasSubstr("the clock jumped"));
}

TEST_F(RealClockTest, StopsWhenTheWallClockStepsBack) {
  wall_ms_ -= WallClock::kStepMaxMs + 1;
  EXPECT_EQ(WhyNot(Post("a")), Unavailable::kReadOnly);
  EXPECT_THAT(ledger_.failure.text(), ::testing::HasSubstr("the clock jumped"));
}

}  // namespace
}  // namespace enishi
