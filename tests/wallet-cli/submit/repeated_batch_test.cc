#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <sstream>

#include "tests/fixtures/shared_folder.h"
#include "tests/fixtures/temporary_folder.h"
#include "tests/wallet-cli/client/fake_server.h"
#include "wallet-cli/submit/batch.h"

// A plan that is run again after a time-out, a crash or an edit: each of its lines is accepted at
// most once.

namespace enishi {
namespace {

using testing::FakeServer;
using testing::ReadFile;
using testing::Town;
using Mishap = FakeServer::Mishap;

class RepeatedBatch : public ::testing::Test {
 protected:
  RepeatedBatch() {
    town().Found();
    town().Furnish();
    for (const char* person : {"ann", "ben", "eve"}) town().OpenParticipant(person);
    town().OpenShop("bakery");
    for (const char* label : {"ann", "ben", "eve", "bakery", "cashier", "mayor", "coordinator"}) {
      auto seed = Seed::FromBytes(town().Key(label).seed().bytes());
      CHECK(keyring_.Add({label, town().Account(label), SigningKey::FromSeed(*std::move(seed))})
                .has_value());
    }
    before_ = town().leaves().size();
  }

  Tried<BatchSummary> Run(const std::string& plan, size_t chunk = 500) {
    // A client that gives up at once stands for one that was waiting for too long.
    Client client(server_, [](std::chrono::milliseconds) {}, std::chrono::milliseconds(0));
    auto sent = SentFile::Open(path());
    if (!sent) return sent.error();
    std::istringstream in(plan);
    BatchOptions options;
    options.chunk = chunk;
    const auto info = client.Ledger();
    CHECK(info.has_value());
    return RunBatch(in, keyring_, *info, client, **sent, options);
  }

  static std::string Charge(const std::string& person, int64_t amount) {
    return R"({"as":"cashier","kind":"charge","fields":{"currency":"KAEN","participant":"@)" +
           person + R"(","amount":)" + std::to_string(amount) + "}}\n";
  }
  static std::string Pay(const std::string& person, int64_t amount) {
    return R"({"as":")" + person +
           R"(","kind":"payment.pay","fields":{"currency":"KAEN","shop":"@bakery","amount":)" +
           std::to_string(amount) + "}}\n";
  }

  Town& town() { return server_.town; }
  [[nodiscard]] uint64_t Accepted() const { return server_.town.leaves().size() - before_; }
  [[nodiscard]] std::filesystem::path path() const { return folder_.path() / "plan.sent.ndjson"; }

  TemporaryFolder folder_;
  FakeServer server_;
  Keyring keyring_;
  size_t before_ = 0;
  const std::string plan_ = Charge("ann", 100) + Charge("ben", 200) + Charge("eve", 300);
};

TEST_F(RepeatedBatch, AfterALostAnswerEachLineIsAcceptedOnce) {
  for (const Mishap mishap : {Mishap::kLostBefore, Mishap::kLostMidway, Mishap::kLostAfter}) {
    std::filesystem::remove(path());
    before_ = town().leaves().size();
    server_.posted.clear();
    server_.mishaps = {mishap};
    const auto broken = Run(plan_);
    ASSERT_FALSE(broken.has_value());
    EXPECT_NE(broken.error().detail.en.find(path()), std::string::npos) << broken.error().detail.en;
    const auto summary = Run(plan_);
    ASSERT_TRUE(summary.has_value()) << summary.error().title.en;
    EXPECT_EQ(summary->accepted, 3U);
    EXPECT_EQ(Accepted(), 3U);
    ASSERT_EQ(server_.posted.size(), 2U);
    EXPECT_EQ(server_.posted[0], server_.posted[1]);
  }
  EXPECT_EQ(town().Available("eve"), 900);
}

TEST_F(RepeatedBatch, ALostAnswerSaysThatTheSameRunIsSafe) {
  server_.mishaps = {Mishap::kLostAfter};
  const auto broken = Run(plan_);
  ASSERT_FALSE(broken.has_value());
  EXPECT_EQ(broken.error().code, "outcome_unknown");
  EXPECT_NE(broken.error().title.en.find("Run the same again"), std::string::npos);
}

TEST_F(RepeatedBatch, AFinishedPlanIsNotSentAgain) {
  ASSERT_TRUE(Run(plan_).has_value());
  const auto again = Run(plan_);
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->sent, 0U);
  EXPECT_EQ(again->earlier, 3U);
  EXPECT_EQ(again->accepted, 3U);
  EXPECT_EQ(Accepted(), 3U);
  EXPECT_EQ(server_.posted.size(), 1U);
}

TEST_F(RepeatedBatch, ChunksBehindALostAnswerAreStillToCome) {
  server_.mishaps = {std::nullopt, Mishap::kLostAfter};
  ASSERT_FALSE(Run(plan_ + Charge("ann", 400), 1).has_value());
  EXPECT_EQ(Accepted(), 2U);
  const auto summary = Run(plan_ + Charge("ann", 400), 1);
  ASSERT_TRUE(summary.has_value());
  EXPECT_EQ(summary->earlier, 1U);
  EXPECT_EQ(summary->sent, 3U);
  EXPECT_EQ(Accepted(), 4U);
}

TEST_F(RepeatedBatch, EqualLinesAreIntentsOfTheirOwn) {
  const std::string plan = Charge("ann", 100) + Charge("ann", 100);
  server_.mishaps = {Mishap::kLostMidway};
  ASSERT_FALSE(Run(plan).has_value());
  ASSERT_TRUE(Run(plan).has_value());
  EXPECT_EQ(town().Available("ann"), 200);
}

TEST_F(RepeatedBatch, LinesMayBeAddedMovedAndSpacedAnew) {
  ASSERT_TRUE(Run(plan_).has_value());
  std::string spaced = Charge("ben", 200);
  spaced.insert(1, " ");
  const auto summary =
      Run(Charge("ann", 7) + Charge("eve", 300) + "\n" + spaced + Charge("ann", 100));
  ASSERT_TRUE(summary.has_value()) << summary.error().detail.en;
  EXPECT_EQ(summary->sent, 1U);
  EXPECT_EQ(Accepted(), 4U);
}

TEST_F(RepeatedBatch, AnAcceptedLineThatWasChangedIsSaidAndNothingIsSent) {
  ASSERT_TRUE(Run(plan_).has_value());
  const auto changed = Run(Charge("ann", 100) + Charge("ben", 250) + Charge("eve", 300));
  ASSERT_FALSE(changed.has_value());
  EXPECT_EQ(changed.error().code, "plan_changed");
  EXPECT_EQ(changed.error().exit, Exit::kUsage);
  EXPECT_NE(changed.error().detail.en.find("line 2"), std::string::npos)
      << changed.error().detail.en;
  EXPECT_EQ(Accepted(), 3U);
}

TEST_F(RepeatedBatch, ALineThatMayHaveBeenAcceptedIsNotChangedEither) {
  server_.mishaps = {Mishap::kLostAfter};
  ASSERT_FALSE(Run(plan_).has_value());
  const auto changed = Run(Charge("ann", 100) + Charge("ben", 250) + Charge("eve", 300));
  ASSERT_FALSE(changed.has_value());
  EXPECT_EQ(changed.error().code, "plan_changed");
  EXPECT_EQ(server_.posted.size(), 1U);
}

// The id of the last envelope that was posted.
Uuid LastId(const FakeServer& server) {
  std::string line = server.posted.back();
  while (line.ends_with('\n')) line.pop_back();
  const auto instruction = ReadEnvelope(line.substr(line.rfind('\n') + 1));
  CHECK(instruction.has_value());
  return instruction->header.id;
}

TEST_F(RepeatedBatch, ARefusedLineKeepsItsIdChangedOrNot) {
  const auto refused = Run(Pay("ann", 50));
  ASSERT_TRUE(refused.has_value());
  EXPECT_EQ(refused->unexpected_count, 1U);
  const std::string first = server_.posted.back();
  const Uuid id = LastId(server_);

  ASSERT_TRUE(Run(Pay("ann", 50)).has_value());
  EXPECT_EQ(server_.posted.back(), first);

  town().Charge("ann", 100);
  const auto changed = Run(Pay("ann", 40));
  ASSERT_TRUE(changed.has_value()) << changed.error().detail.en;
  EXPECT_EQ(changed->accepted, 1U);
  EXPECT_EQ(LastId(server_), id);
}

TEST_F(RepeatedBatch, ALineThatWasRefusedAsPlannedIsSettled) {
  std::string plan = Pay("ann", 50);
  plan.insert(plan.rfind('}'), R"(,"expect":"insufficient_funds")");
  ASSERT_TRUE(Run(plan).has_value());
  town().Charge("ann", 100);
  const auto again = Run(plan);
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->sent, 0U);
  EXPECT_EQ(again->unexpected_count, 0U);
}

TEST(IntentOf, LeavesOutPlanWordsAndNotFieldsOfTheSameName) {
  const std::string line = R"({"as":"ann","kind":"k","fields":{"note":"a","expect":"b"})";
  EXPECT_EQ(IntentOf(line + "}"), IntentOf(line + R"(,"note":"x","expect":"code_used"})"));
  EXPECT_NE(IntentOf(line + "}"),
            IntentOf(R"({"as":"ann","kind":"k","fields":{"note":"c","expect":"b"}})"));
  EXPECT_NE(IntentOf(line + "}"),
            IntentOf(R"({"as":"ann","kind":"k","fields":{"note":"a","expect":"c"}})"));
}

TEST_F(RepeatedBatch, AnExpiredEnvelopeWithoutAnAnswerIsAskedForAndThenKeepsItsId) {
  server_.mishaps = {Mishap::kLostMidway};
  ASSERT_FALSE(Run(plan_).has_value());
  const Uuid last = LastId(server_);
  town().AdvanceTo({town().now().ms + 2 * kHourMs});
  before_ = town().leaves().size();
  const auto summary = Run(plan_);
  ASSERT_TRUE(summary.has_value()) << summary.error().title.en;
  EXPECT_EQ(summary->earlier, 1U);
  EXPECT_EQ(summary->accepted, 3U) << summary->ToJson().Pretty();
  EXPECT_EQ(Accepted(), 2U);
  EXPECT_EQ(LastId(server_), last);
  EXPECT_EQ(town().Available("ann"), 100);
}

TEST_F(RepeatedBatch, AnIdThatIsTooOldIsReplacedBecauseItCanHaveNoAcceptance) {
  server_.mishaps = {Mishap::kLostMidway};
  ASSERT_FALSE(Run(plan_).has_value());
  town().AdvanceTo({town().now().ms + 3 * kDayMs});
  const auto summary = Run(plan_);
  ASSERT_TRUE(summary.has_value());
  EXPECT_EQ(summary->accepted, 3U) << summary->ToJson().Pretty();
  EXPECT_EQ(town().Available("ann"), 100);
  EXPECT_EQ(town().Available("eve"), 300);
}

TEST_F(RepeatedBatch, ACodeThatSeveralLinesShowStaysTheSame) {
  town().Charge("ann", 100);
  const std::string plan =
      R"({"as":"bakery","kind":"payment.capture","code_id":"c","fields":{"amount":10,)"
      R"("code":{"from":"ann","max_amount":50,"currency":"KAEN"}}})"
      "\n"
      R"({"as":"bakery","kind":"payment.capture","code_id":"c","fields":{"amount":10},)"
      R"("expect":"code_used"})"
      "\n";
  server_.mishaps = {std::nullopt, Mishap::kLostBefore};
  ASSERT_FALSE(Run(plan, 1).has_value());
  const auto summary = Run(plan, 1);
  ASSERT_TRUE(summary.has_value());
  EXPECT_EQ(summary->unexpected_count, 0U) << summary->ToJson().Pretty();
  EXPECT_EQ(town().Available("ann"), 90);
}

TEST_F(RepeatedBatch, TheFileIsTheOwnersOnlyAndOneRunHasIt) {
  ASSERT_TRUE(Run(plan_).has_value());
  struct stat status{};
  ASSERT_EQ(stat(path().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  const auto held = SentFile::Open(path());
  ASSERT_TRUE(held.has_value());
  const auto second = Run(plan_);
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code, "sent_file");
}

TEST_F(RepeatedBatch, ALineThatACrashCutOffIsDropped) {
  ASSERT_TRUE(Run(plan_).has_value());
  const std::string whole = ReadFile(path());
  const size_t last = whole.rfind('\n', whole.size() - 2) + 1;
  for (size_t cut = last; cut < whole.size(); cut += 7) {
    std::ofstream(path(), std::ios::binary | std::ios::trunc) << whole.substr(0, cut);
    const auto summary = Run(plan_);
    ASSERT_TRUE(summary.has_value()) << cut;
    EXPECT_EQ(summary->accepted, 3U);
    EXPECT_EQ(Accepted(), 3U);
  }
  std::ofstream(path(), std::ios::binary | std::ios::trunc) << "{}\n" << whole;
  EXPECT_FALSE(Run(plan_).has_value());
}

TEST_F(RepeatedBatch, WhatWentToAnotherLedgerIsNotTakenForThisOne) {
  ASSERT_TRUE(Run(plan_).has_value());
  std::string text = ReadFile(path());
  const size_t at = text.find(R"("ledger":")") + 10;
  text[at] = text[at] == '0' ? '1' : '0';
  std::ofstream(path(), std::ios::binary | std::ios::trunc) << text;
  const auto other = Run(plan_);
  ASSERT_FALSE(other.has_value());
  EXPECT_EQ(other.error().code, "sent_file");
}

}  // namespace
}  // namespace enishi
