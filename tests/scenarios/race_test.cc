#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <latch>
#include <map>
#include <set>
#include <thread>
#include <vector>

#include "tests/scenarios/live_town.h"

// Many clients ask for the same thing at the same moment, each over its own connection. What the
// rules allow once happens once, and every client gets an answer.

namespace enishi::testing {
namespace {

constexpr size_t kClients = 64;

// Posts each envelope over its own connection, all at once. Returns the answers in the same order.
std::vector<Answered> PostAtOnce(const LiveTown& town, const std::vector<std::string>& envelopes) {
  std::vector<Answered> answers(envelopes.size());
  std::latch ready(static_cast<std::ptrdiff_t>(envelopes.size()));
  std::vector<std::thread> threads;
  for (size_t i = 0; i < envelopes.size(); ++i) {
    threads.emplace_back([&, i] {
      Caller caller(town.url());
      // Opens the connection first, so that the race is not between handshakes.
      const auto info = caller.client.Ledger();
      ready.arrive_and_wait();
      if (info) answers[i] = AnswerOf(caller.client.Submit(envelopes[i]));
    });
  }
  for (std::thread& thread : threads) thread.join();
  return answers;
}

// Counts the answers by "accepted", "repeated" or reason.
std::map<std::string, size_t> Count(const std::vector<Answered>& answers) {
  std::map<std::string, size_t> counts;
  for (const Answered& answer : answers) {
    ++counts[answer.repeated ? "repeated" : answer.accepted ? "accepted" : answer.code];
  }
  return counts;
}

using Counts = std::map<std::string, size_t>;

class Race : public ::testing::Test {
 protected:
  void SetUp() override {
    town_.FoundAndFurnish();
    town_.OpenShop("bakery");
    town_.OpenShop("bathhouse");
  }
  void TearDown() override {
    town_.AuditLive();
    EXPECT_EQ(town_.process().Terminate(), 0) << town_.process().err();
  }

  PaymentPay Pay(int64_t amount, const std::string& shop = "bakery") {
    return {town_.Account(shop), Town::Currency(), Town::Points(amount), std::nullopt};
  }
  std::vector<std::string> Envelopes(const std::function<std::string(size_t)>& make) {
    std::vector<std::string> envelopes;
    for (size_t i = 0; i < kClients; ++i) envelopes.push_back(make(i));
    return envelopes;
  }

  LiveTown town_{ClockMode::kSimulated};
};

TEST_F(Race, BalanceIsSpentAsOftenAsItAllows) {
  town_.OpenParticipant("hana");
  town_.Charge("hana", 1'000);
  const auto answers = PostAtOnce(town_, Envelopes([&](size_t i) {
                                    const char* shop = i % 2 == 0 ? "bakery" : "bathhouse";
                                    return town_.Envelope("hana", Pay(37, shop));
                                  }));
  EXPECT_EQ(Count(answers), (Counts{{"accepted", 27}, {"insufficient_funds", kClients - 27}}));
  EXPECT_EQ(town_.LiveBalance("hana"), 1);
  EXPECT_EQ(town_.LiveBalance("bakery") + town_.LiveBalance("bathhouse"), 27 * 37);
}

TEST_F(Race, CodeIsCapturedOnce) {
  town_.OpenParticipant("hana");
  town_.Charge("hana", 5'000);
  const SignedPaymentCode code = town_.Code("hana", 100);
  const auto answers = PostAtOnce(
      town_, Envelopes([&](size_t i) {
        const PaymentCapture capture{code, Town::Points(1 + static_cast<int64_t>(i)), std::nullopt};
        return town_.Envelope(i % 2 == 0 ? "bakery" : "bathhouse", capture);
      }));
  EXPECT_EQ(Count(answers), (Counts{{"accepted", 1}, {"code_used", kClients - 1}}));
  int64_t captured = 0;
  for (size_t i = 0; i < kClients; ++i) {
    if (answers[i].accepted) captured = 1 + static_cast<int64_t>(i);
  }
  EXPECT_EQ(town_.LiveBalance("hana"), 5'000 - captured);
  EXPECT_EQ(town_.LiveBalance("bakery") + town_.LiveBalance("bathhouse"), captured);
}

TEST_F(Race, PersonParticipatesOnce) {
  town_.OpenParticipant("hana");
  town_.Announce("cleanup", 100);
  const SignedAttendanceCode code = town_.Attendance("coordinator", "cleanup");
  const auto answers = PostAtOnce(
      town_, Envelopes([&](size_t i) {
        if (i % 2 == 0) return town_.Envelope("hana", ParticipationClaim{code});
        return town_.Envelope("coordinator",
                              ParticipationRecord{Town::Name("cleanup"), town_.Account("hana")});
      }));
  EXPECT_EQ(Count(answers), (Counts{{"accepted", 1}, {"already_participated", kClients - 1}}));
  EXPECT_EQ(town_.LiveBalance("hana"), 100);
}

TEST_F(Race, BudgetIsNeverOverspent) {
  // 20 awards of 500 exhaust the programme's 10,000.
  town_.Announce("cleanup", 500);
  std::vector<std::string> people;
  for (size_t i = 0; i < kClients; ++i) people.push_back("person-" + std::to_string(i));
  for (const std::string& person : people) town_.OpenParticipant(person);
  const SignedAttendanceCode code = town_.Attendance("coordinator", "cleanup");
  const auto answers = PostAtOnce(town_, Envelopes([&](size_t i) {
                                    return town_.Envelope(people[i], ParticipationClaim{code});
                                  }));
  EXPECT_EQ(Count(answers), (Counts{{"accepted", 20}, {"budget_exhausted", kClients - 20}}));
  for (size_t i = 0; i < kClients; ++i) {
    EXPECT_EQ(town_.LiveBalance(people[i]), answers[i].accepted ? 500 : 0) << people[i];
  }
  EXPECT_EQ(town_.AuditLive().totals.currencies.at(Town::Currency())->issued, Town::Points(10'000));
}

TEST_F(Race, CapOfAPersonIsNeverExceeded) {
  town_.OpenParticipant("hana");
  std::vector<std::string> activities;
  for (size_t i = 0; i < kClients; ++i) activities.push_back("talk-" + std::to_string(i));
  for (const std::string& activity : activities) town_.Announce(activity, 300);
  const auto answers = PostAtOnce(
      town_, Envelopes([&](size_t i) {
        return town_.Envelope(
            "coordinator", ParticipationRecord{Town::Name(activities[i]), town_.Account("hana")});
      }));
  EXPECT_EQ(Count(answers), (Counts{{"accepted", 3}, {"cap_reached", kClients - 3}}));
  EXPECT_EQ(town_.LiveBalance("hana"), 900);
}

TEST_F(Race, SameBytesAreAcceptedOnceWithOneAnswer) {
  town_.OpenParticipant("hana");
  town_.Charge("hana", 5'000);
  const std::string envelope = town_.Envelope("hana", Pay(10));
  const auto answers = PostAtOnce(town_, Envelopes([&](size_t) { return envelope; }));
  EXPECT_EQ(Count(answers), (Counts{{"accepted", 1}, {"repeated", kClients - 1}}));
  std::set<uint64_t> indexes;
  std::set<Timestamp> times;
  for (const Answered& answer : answers) {
    indexes.insert(answer.index);
    times.insert(answer.committed_at);
  }
  EXPECT_EQ(indexes.size(), 1U);
  EXPECT_EQ(times.size(), 1U);
  EXPECT_EQ(town_.LiveBalance("bakery"), 10);
}

TEST_F(Race, IdIsAcceptedOnceWhateverItsBytes) {
  town_.OpenParticipant("hana");
  town_.Charge("hana", 5'000);
  const Header header = town_.HeaderFor("hana");
  const auto answers =
      PostAtOnce(town_, Envelopes([&](size_t i) {
                   const Instruction pay =
                       Sign(header, Pay(1 + static_cast<int64_t>(i)), {&town_.Key("hana")});
                   return WriteEnvelope(pay.body, pay.signatures);
                 }));
  EXPECT_EQ(Count(answers), (Counts{{"accepted", 1}, {"id_conflict", kClients - 1}}));
}

TEST_F(Race, NameIsAssignedOnce) {
  const Timestamp now = town_.now();
  const auto answers = PostAtOnce(town_, Envelopes([&](size_t) {
                                    ActivityCreate create;
                                    create.activity = Town::Name("festival");
                                    create.programme = Town::Name(Town::kProgramme);
                                    create.organiser = town_.Account("coordinator");
                                    create.starts_at = now;
                                    create.ends_at = {now.ms + kHourMs};
                                    return town_.Envelope("coordinator", create);
                                  }));
  EXPECT_EQ(Count(answers), (Counts{{"accepted", 1}, {"name_taken", kClients - 1}}));
}

}  // namespace
}  // namespace enishi::testing
