#include "wallet-cli/client/head_keeper.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/fixtures/temporary_folder.h"
#include "tests/wallet-cli/client/fake_server.h"

namespace enishi {
namespace {

using testing::FakeServer;

class HeadKeeperTest : public ::testing::Test {
 protected:
  HeadKeeperTest() { server_.town.Found(); }

  HeadKeeper Keeper(const std::string& url = "http://town") { return {File(), url}; }
  std::filesystem::path File() { return folder_.path() / "keys.head"; }

  // The code of the failure, or nothing where the check went well.
  std::string CheckWith(HeadKeeper keeper) {
    const auto info = keeper.Check(client_);
    return info ? "" : info.error().code;
  }

  void Grow(int entries) {
    for (int i = 0; i < entries; ++i) {
      server_.town.AdvanceTo({server_.town.now().ms + kMinuteMs});
    }
  }

  TemporaryFolder folder_;
  FakeServer server_;
  Client client_ = testing::PatientClient(server_);
};

TEST_F(HeadKeeperTest, GrowingLogIsFollowedAcrossRuns) {
  for (int round = 0; round < 5; ++round) {
    HeadKeeper keeper = Keeper();
    ASSERT_TRUE(keeper.Check(client_).has_value());
    EXPECT_EQ(keeper.seen()->size, server_.town.leaves().size());
    Grow(round);
  }
}

TEST_F(HeadKeeperTest, ForkedLogIsRefused) {
  Grow(3);
  ASSERT_EQ(CheckWith(Keeper()), "");
  Grow(4);
  auto leaves = server_.town.leaves();
  leaves[2].back() ^= 1;  // an entry that the wallet has seen
  server_.shown_leaves = leaves;
  EXPECT_EQ(CheckWith(Keeper()), "history_rewritten");
  // The file still holds the head seen before, so the honest log is still good.
  server_.shown_leaves.reset();
  EXPECT_EQ(CheckWith(Keeper()), "");
}

// A server that cannot give proofs for the moment.
class WithoutProofs : public Transport {
 public:
  explicit WithoutProofs(FakeServer& server) : server_(server) {}
  Result<HttpAnswer, NoAnswer> Send(const HttpRequest& request) override {
    if (!request.path.starts_with("/v1/consistency")) return server_.Send(request);
    return HttpAnswer{503, R"({"code":"ledger_read_only","title":"Not now."})"};
  }

 private:
  FakeServer& server_;
};

TEST_F(HeadKeeperTest, ProofThatIsNotToBeHadNowIsNoForkAndNoHead) {
  Grow(3);
  ASSERT_EQ(CheckWith(Keeper()), "");
  Grow(4);
  WithoutProofs transport(server_);
  Client client(transport);
  HeadKeeper keeper = Keeper();
  const auto checked = keeper.Check(client);
  ASSERT_FALSE(checked.has_value());
  EXPECT_EQ(checked.error().code, "ledger_read_only");
  EXPECT_LT(keeper.seen()->size, server_.town.leaves().size());
  EXPECT_EQ(CheckWith(Keeper()), "");
}

TEST_F(HeadKeeperTest, AnotherHistoryOfTheSameSizeIsRefused) {
  Grow(3);
  ASSERT_EQ(CheckWith(Keeper()), "");
  auto leaves = server_.town.leaves();
  leaves[3].back() ^= 1;
  server_.shown_leaves = leaves;
  EXPECT_EQ(CheckWith(Keeper()), "history_rewritten");
}

TEST_F(HeadKeeperTest, LogThatShrankIsRefused) {
  Grow(5);
  ASSERT_EQ(CheckWith(Keeper()), "");
  server_.head_size = 4;
  EXPECT_EQ(CheckWith(Keeper()), "history_rewritten");
}

TEST_F(HeadKeeperTest, LogsKeyIsFixedAtFirstUse) {
  ASSERT_EQ(CheckWith(Keeper()), "");
  server_.log_key = SigningKey::Random();
  EXPECT_EQ(CheckWith(Keeper()), "history_rewritten");
  // Nor does another address or another name get around it.
  EXPECT_EQ(CheckWith(Keeper("http://elsewhere")), "history_rewritten");
  server_.origin = Origin{"other.example/ledger"};
  EXPECT_EQ(CheckWith(Keeper()), "history_rewritten");
}

TEST_F(HeadKeeperTest, LedgerIsFixedAtFirstUse) {
  Grow(2);
  ASSERT_EQ(CheckWith(Keeper()), "");
  FakeServer other;
  other.town.Found(ClockMode::kReal);
  server_.shown_leaves = other.town.leaves();
  EXPECT_EQ(CheckWith(Keeper()), "history_rewritten");
}

TEST_F(HeadKeeperTest, KeyFromAnotherSourceMustBeTheServers) {
  const auto theirs = CheckpointVerifier(server_.origin, server_.log_key.public_key());
  EXPECT_EQ(CheckWith({File(), "http://town", theirs}), "");
  const auto other = CheckpointVerifier(server_.origin, SigningKey::Random().public_key());
  EXPECT_EQ(CheckWith({File(), "http://town", other}), "history_rewritten");
}

TEST_F(HeadKeeperTest, OlderHeadOfAReceiptMustBeABeginning) {
  Grow(6);
  HeadKeeper keeper = Keeper();
  ASSERT_TRUE(keeper.Check(client_).has_value());
  server_.head_size = 3;
  const auto older = client_.GetBytes("/checkpoint");
  server_.head_size.reset();
  ASSERT_TRUE(older.has_value());
  EXPECT_TRUE(keeper.CheckNote(*older, client_).has_value());
  auto leaves = server_.town.leaves();
  leaves[1].back() ^= 1;
  server_.shown_leaves = leaves;
  server_.head_size = 3;
  const auto forked = client_.GetBytes("/checkpoint");
  ASSERT_TRUE(forked.has_value());
  const auto checked = keeper.CheckNote(*forked, client_);
  ASSERT_FALSE(checked.has_value());
  EXPECT_EQ(checked.error().code, "history_rewritten");
}

TEST_F(HeadKeeperTest, DamagedFileIsNotForgotten) {
  std::ofstream(File()) << "{}";
  EXPECT_EQ(CheckWith(Keeper()), "file");
}

}  // namespace
}  // namespace enishi
