#include "wallet-cli/submit/batch.h"

#include <gtest/gtest.h>

#include <sstream>

#include "tests/fixtures/temporary_folder.h"
#include "tests/wallet-cli/client/fake_server.h"

namespace enishi {
namespace {

using testing::FakeServer;

using Mishap = FakeServer::Mishap;

constexpr const char* kGenesis =
    R"({"as":"mayor","with":["deputy"],"kind":"genesis","fields":{"municipality":"372013",)"
    R"("clock":"simulated","quorum":2,"administrators":["@mayor","@deputy"],"until":"2030-03-31"}})"
    "\n";

// A town with a registrar, a cashier, a currency, two people and a shop.
std::string TownPlan() {
  std::string plan = kGenesis;
  const std::string two = R"({"as":"mayor","with":["deputy"],"kind":)";
  for (const std::string role : {"registrar", "cashier"}) {
    plan +=
        two + R"("post.create","fields":{"post":")" + role + R"(","roles":[")" + role + "\"]}}\n";
  }
  plan += two + R"("post.appoint","fields":{"post":"registrar","holder":"@clerk",)"
                R"("from":"2026-04-01","until":"2027-03-31"},"expect":"holder_unknown"})"
                "\n";
  return plan;
}

std::string CreatePost(const std::string& post, const std::string& words = "") {
  return R"({"as":"mayor","with":["deputy"],"kind":"post.create",)"
         R"("fields":{"roles":["planner"],"post":")" +
         post + "\"}" + words + "}\n";
}

class Batch : public ::testing::Test {
 protected:
  Tried<BatchSummary> Run(const std::string& plan, size_t chunk = 500) {
    std::istringstream in(plan);
    BatchOptions options;
    options.chunk = chunk;
    options.refusals = &refusals_;
    const auto info = client_.Ledger();
    CHECK(info.has_value());
    // Each plan has a file of its own, as on the command line.
    auto sent = SentFile::Open(SentPath(plan));
    if (!sent) return sent.error();
    return RunBatch(in, keyring_, *info, client_, **sent, options);
  }
  [[nodiscard]] std::filesystem::path SentPath(const std::string& plan) const {
    return folder_.path() / HexEncode(AsView(Sha256({plan})));
  }

  TemporaryFolder folder_;
  FakeServer server_;
  Client client_ = testing::PatientClient(server_);
  Keyring keyring_ = testing::KeyringOf({"mayor", "deputy", "clerk", "ann", "shop"});
  std::ostringstream refusals_;
};

TEST_F(Batch, PlanFromTheGenesisOnIsCarriedOutInOrder) {
  const auto summary = Run(TownPlan());
  ASSERT_TRUE(summary.has_value()) << summary.error().title.en;
  EXPECT_EQ(summary->sent, 4U);
  EXPECT_EQ(summary->accepted, 3U);
  EXPECT_EQ(summary->refused, (std::map<std::string, uint64_t>{{"holder_unknown", 1}}));
  EXPECT_TRUE(summary->unexpected.empty());
  EXPECT_EQ(server_.town.leaves().size(), 3U);
  // The genesis goes alone: what follows needs its hash.
  EXPECT_EQ(server_.posted.size(), 2U);
}

TEST_F(Batch, UnexpectedAnswersAreReportedWithTheirLines) {
  const auto summary = Run(std::string(kGenesis) + "\n" +
                           R"({"as":"ann","kind":"rules.activate","fields":{"version":2}})"
                           "\n" +
                           R"({"as":"mayor","with":["deputy"],"kind":"post.create",)"
                           R"("fields":{"post":"p","roles":["planner"]},"expect":"name_taken"})");
  ASSERT_TRUE(summary.has_value());
  ASSERT_EQ(summary->unexpected.size(), 2U);
  EXPECT_EQ(summary->unexpected[0].line, 3U);  // the empty line counts
  EXPECT_EQ(summary->unexpected[0].expected, "accepted");
  EXPECT_EQ(summary->unexpected[1].got, "accepted");
  EXPECT_EQ(summary->unexpected[1].expected, "name_taken");
  const auto refusal = ParseJson(refusals_.str().substr(0, refusals_.str().find('\n')));
  ASSERT_TRUE(refusal.has_value());
  EXPECT_EQ(IntegerOf(*refusal, "line"), 3);
  EXPECT_EQ(TextOf(*refusal, "kind"), "rules.activate");
}

TEST_F(Batch, ForgeryWordsAreUnknownToAWallet) {
  ASSERT_TRUE(Run(kGenesis).has_value());
  const auto summary = Run(R"({"as":"ann","kind":"expiry.sweep","forge":"signature"})");
  ASSERT_FALSE(summary.has_value());
  EXPECT_NE(summary.error().title.en.find("forge"), std::string::npos) << summary.error().title.en;
}

TEST_F(Batch, LaterLinesAreSignedAtTheTimeToWhichTheClockWasMoved) {
  ASSERT_TRUE(Run(kGenesis).has_value());
  // A month ahead; without moving its own clock the plan's second line would be too old.
  const std::string to = std::to_string(testing::Town::kStart.ms + 30 * kDayMs);
  const auto summary = Run(R"({"as":"mayor","kind":"clock.advance","fields":{"to":)" + to + "}}\n" +
                           R"({"as":"ann","kind":"account.open","fields":{"key":"@ann",)"
                           R"("custody":"holder","holder":"participant","enrolled":false}})");
  ASSERT_TRUE(summary.has_value());
  EXPECT_EQ(summary->accepted, 2U) << Pretty(summary->ToJson());
}

TEST_F(Batch, LostAnswersAndBusyServersLeadToTheSameBytesAgain) {
  ASSERT_TRUE(Run(kGenesis).has_value());
  server_.posted.clear();
  server_.mishaps = {Mishap::kLostBefore, Mishap::kBusy, Mishap::kLostAfter, Mishap::kLineBusy};
  std::string plan;
  for (const char* post : {"a", "b", "c"}) {
    plan += CreatePost(post);
  }
  const auto summary = Run(plan);
  ASSERT_TRUE(summary.has_value());
  EXPECT_EQ(summary->accepted, 3U) << Pretty(summary->ToJson());
  EXPECT_EQ(server_.town.leaves().size(), 4U);  // each once
  ASSERT_EQ(server_.posted.size(), 5U);
  EXPECT_EQ(server_.posted[0], server_.posted[3]);
  // After half an answer only the undecided lines are sent, the very same.
  EXPECT_TRUE(server_.posted[3].ends_with(server_.posted[4]));
}

TEST_F(Batch, ChunksKeepTheOrderOfTheirLines) {
  ASSERT_TRUE(Run(kGenesis).has_value());
  std::string plan;
  for (int i = 0; i < 25; ++i) {
    // Each creates what the next one finds taken, so any change of order shows.
    const std::string post = "p" + std::to_string(i / 2);
    plan += CreatePost(post, i % 2 == 1 ? R"(,"expect":"name_taken")" : "");
  }
  const auto summary = Run(plan, 3);
  ASSERT_TRUE(summary.has_value());
  EXPECT_EQ(summary->sent, 25U);
  EXPECT_EQ(summary->unexpected_count, 0U) << Pretty(summary->ToJson());
}

TEST_F(Batch, MalformedLineIsNamedAndNothingAfterItIsSent) {
  ASSERT_TRUE(Run(kGenesis).has_value());
  server_.posted.clear();
  const auto summary = Run("\n{\"as\":\"nobody\",\"kind\":\"expiry.sweep\"}\n");
  ASSERT_FALSE(summary.has_value());
  EXPECT_EQ(summary.error().exit, Exit::kUsage);
  EXPECT_NE(summary.error().title.en.find("line 2"), std::string::npos);
  EXPECT_TRUE(server_.posted.empty());
}

TEST_F(Batch, UnreachableServerEndsTheRun) {
  ASSERT_TRUE(Run(kGenesis).has_value());
  server_.mishaps.assign(1000, Mishap::kLostBefore);
  const auto summary = Run(R"({"as":"mayor","kind":"expiry.sweep"})");
  ASSERT_FALSE(summary.has_value());
  EXPECT_EQ(summary.error().code, "unreachable");
}

}  // namespace
}  // namespace enishi
