#include "ledger/service/start/running_ledger.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "ledger/merkle/checkpoint.h"
#include "ledger/merkle/tree.h"
#include "tests/fixtures/memory_ledger.h"

namespace enishi {
namespace {

using testing::CopyOf;
using ::testing::HasSubstr;
using testing::IdentityOf;
using testing::MemoryLedger;
using testing::Town;

// A service whose tiles are changed behind its back while it runs, after it started on good ones.
class RunningLedgerTest : public ::testing::Test {
 protected:
  RunningLedgerTest() {
    town_.Found();
    town_.Furnish();
    town_.OpenParticipant("aoi");
    town_.OpenShop("bakery");
    town_.Charge("aoi", 1'000);
    MemoryLedger written(town_);
    written.Follow(town_);
    Frontier tree;
    for (const std::string& leaf : town_.leaves()) tree.Append(LeafHash(leaf));
    size_ = tree.size();
    head_ = SignCheckpoint({.origin = IdentityOf(town_).origin, .size = size_, .root = tree.Root()},
                           town_.Key("log"));
    RunningLedger::Stores stores{.log = std::make_unique<MemoryLog>(),
                                 .heads = std::make_unique<MemoryHead>(),
                                 .state = std::make_unique<MemoryState>()};
    CHECK(stores.log->Append(*stores.log->BeginEpoch(), 0, written.log.AfterRestart()) ==
          AppendResult::kAppended);
    CHECK(stores.log->StoreHead(head_).has_value());
    CHECK(stores.heads->Store(head_).has_value());
    state_ = static_cast<MemoryState*>(stores.state.get());
    state_->on_look = [this](std::string_view key) {
      const std::lock_guard<std::mutex> lock(mutex_);
      read_by_[std::string(key)].insert(std::this_thread::get_id());
    };
    LedgerService::Options options;
    options.origin = IdentityOf(town_).origin;
    options.clock = ClockMode::kSimulated;
    options.administrators = IdentityOf(town_).administrators;
    options.checkpoint_every = std::chrono::hours(1);
    service_ = *RunningLedger::Open(
        options, std::move(stores),
        {.log = CopyOf(town_.Key("log")), .service = CopyOf(town_.Key("service"))});
  }
  // Nothing more is written, and everything that is not damaged can still be read.
  void ExpectReadOnly() {
    std::promise<Answer> answer;
    town_.OpenParticipant("ren");
    service_->Submit(testing::InstructionIn(town_.leaves().back()),
                     [&](Answer given) { answer.set_value(std::move(given)); });
    const Answer given = answer.get_future().get();
    ASSERT_TRUE(std::holds_alternative<Unavailable>(given));
    EXPECT_EQ(std::get<Unavailable>(given), Unavailable::kReadOnly);
    EXPECT_EQ(service_->log().size(), size_);
    EXPECT_EQ(service_->log().Read(size_ - 1)->leaf, town_.leaves()[size_ - 1]);
    EXPECT_EQ(service_->checkpoint(), head_);
  }

  Town town_;
  uint64_t size_ = 0;
  std::string head_;
  MemoryState* state_ = nullptr;
  std::mutex mutex_;
  std::map<std::string, std::set<std::thread::id>> read_by_;  // by the row's key
  std::unique_ptr<LedgerService> service_;
};

TEST_F(RunningLedgerTest, ShowsTilesAndProofsUnderTheHeadItStartedWith) {
  EXPECT_TRUE(service_->Tile(0, 0, static_cast<uint32_t>(size_)));
  EXPECT_TRUE(service_->Inclusion(0, size_));
  EXPECT_TRUE(service_->Consistency(1, size_));
  EXPECT_EQ(service_->failure(), "");
}

TEST_F(RunningLedgerTest, APayersRowsAreReadByWhoSubmitsAndNotByTheDecider) {
  town_.Do("aoi", PaymentPay{town_.Account("bakery"), Town::Currency(), Town::Points(100), {}});
  const Instruction payment = testing::InstructionIn(town_.leaves().back());
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    read_by_.clear();
  }
  std::promise<Answer> answer;
  service_->Submit(payment, [&](Answer given) { answer.set_value(std::move(given)); });
  EXPECT_TRUE(std::holds_alternative<Accepted>(answer.get_future().get()));
  service_->Stop();
  for (const std::string& key : PrefetchKeys(payment)) {
    EXPECT_EQ(read_by_[key], std::set{std::this_thread::get_id()});
  }
}

TEST_F(RunningLedgerTest, ATileThatIsCutShortIsNotShownAndStopsWrites) {
  state_->TamperTile({.level = 0, .number = 0}, std::string(sizeof(Hash), 'x'));
  EXPECT_FALSE(service_->Tile(0, 0, static_cast<uint32_t>(size_)));
  EXPECT_EQ(service_->failure(), "the tree: under the published head: a tile is cut short");
  ExpectReadOnly();
}

TEST_F(RunningLedgerTest, ATileThatHasGoneStopsWrites) {
  state_->TamperTile({.level = 0, .number = 0}, "");
  EXPECT_FALSE(service_->Tile(0, 0, static_cast<uint32_t>(size_)));
  EXPECT_EQ(service_->failure(), "the tree: under the published head: no such tile");
  ExpectReadOnly();
}

TEST_F(RunningLedgerTest, AProofThatCannotBeMadeStopsWrites) {
  state_->TamperTile({.level = 0, .number = 0}, "");
  EXPECT_FALSE(service_->Inclusion(0, size_));
  EXPECT_FALSE(service_->Consistency(1, size_));
  EXPECT_THAT(service_->failure(), HasSubstr("the tree: "));
  ExpectReadOnly();
}

}  // namespace
}  // namespace enishi
