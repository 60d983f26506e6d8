#include "ledger/service/start/open.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rocksdb/db.h>

#include <atomic>
#include <chrono>
#include <fstream>
#include <future>
#include <set>
#include <thread>

#include "ledger/log/entry_row.h"
#include "ledger/log/rocksdb_log.h"
#include "ledger/merkle/proof.h"
#include "ledger/merkle/tile.h"
#include "ledger/merkle/tree.h"
#include "ledger/rules/apply.h"
#include "ledger/service/ledger_service.h"
#include "ledger/service/upkeep/rebuild.h"
#include "ledger/state/state_store.h"
#include "tests/fixtures/memory_ledger.h"
#include "tests/fixtures/run_and_crash.h"
#include "tests/fixtures/small_files.h"

namespace enishi {
namespace {

using ::testing::Contains;
using testing::CopyOf;
using ::testing::HasSubstr;
using testing::IdentityOf;
using testing::InstructionIn;
using testing::Town;

Answer Ask(LedgerService& service, Instruction instruction) {
  std::promise<Answer> promise;
  service.Submit(std::move(instruction), [&](Answer answer) { promise.set_value(answer); });
  return promise.get_future().get();
}

void WaitUntil(const std::function<bool()>& reached) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (!reached()) {
    ASSERT_LT(std::chrono::steady_clock::now(), end);
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

class LedgerServiceTest : public ::testing::Test {
 protected:
  LedgerServiceTest() {
    options_.folder = folder_.path() / "town";
    options_.origin = IdentityOf(town_).origin;
    options_.clock = ClockMode::kSimulated;
    options_.administrators = IdentityOf(town_).administrators;
    options_.checkpoint_every = std::chrono::milliseconds(5);
  }
  Result<std::unique_ptr<LedgerService>, StorageFailure> TryOpen() {
    return OpenLedger(options_, CopyOf(town_.Key("log")), CopyOf(town_.Key("service")));
  }
  std::unique_ptr<LedgerService> Open() {
    auto service = TryOpen();
    EXPECT_TRUE(service) << service.error().message;
    return service ? *std::move(service) : nullptr;
  }
  // A founded town with one participant, who has 100,000, and a shop; all of it in the service.
  void Furnish(LedgerService& service) {
    town_.Found();
    town_.Furnish();
    town_.OpenParticipant("aoi");
    town_.OpenShop("bakery");
    town_.Charge("aoi", 100'000);
    Follow(service);
  }
  void Follow(LedgerService& service) {
    for (size_t i = service.log().size(); i < town_.leaves().size(); ++i) {
      ASSERT_TRUE(std::holds_alternative<Accepted>(Ask(service, InstructionIn(town_.leaves()[i]))));
    }
  }
  Instruction Payment(int64_t amount) {
    PaymentPay payment;
    payment.shop = town_.Account("bakery");
    payment.currency = Town::Currency();
    payment.amount = Town::Points(amount);
    return town_.Make("aoi", payment);
  }
  int64_t Held(const LedgerService& service, const std::string& label) {
    int64_t sum = 0;
    service.Read([&](const View& view) {
      const auto holding = Find<HoldingRow>(view, {HolderKind::kAccount, town_.Account(label), 0});
      if (!holding) return;
      for (const Lot& lot : holding->lots) sum += lot.amount;
    });
    return sum;
  }
  std::string RebuildFailure() {
    const auto done = RebuildState(options_);
    return done ? "" : done.error().message;
  }
  void TamperWithLog(const std::function<void(rocksdb::DB&)>& change) {
    rocksdb::DB* opened = nullptr;
    ASSERT_TRUE(rocksdb::DB::Open(rocksdb::Options(), options_.folder / "log", &opened).ok());
    const std::unique_ptr<rocksdb::DB> db(opened);
    change(*db);
  }

  // The write path on the service's log alone.
  void CommitWithoutSweeper(const Instruction& instruction) {
    const auto log = RocksdbLog::Open({.folder = options_.folder / "log"});
    ASSERT_TRUE(log);
    MemoryHead heads;
    ASSERT_TRUE(heads.Store(""));
    MemoryState state;
    WallClock clock({});
    FailureLatch failure;
    FreshLeaves fresh;
    const auto standing = Recover(**log, heads, state, IdentityOf(town_));
    ASSERT_TRUE(standing);
    Committer committer({.log = **log,
                         .fresh = fresh,
                         .state = state,
                         .clock = clock,
                         .failure = failure,
                         .epoch = *(*log)->BeginEpoch(),
                         .identity = IdentityOf(town_)},
                        *standing);
    std::optional<Answer> answer;
    std::vector<Pending> pending;
    pending.push_back({instruction, [&](Answer given) { answer = std::move(given); }});
    committer.Step(std::move(pending));
    ASSERT_TRUE(answer && std::holds_alternative<Accepted>(*answer));
  }

  TemporaryFolder folder_;
  LedgerService::Options options_;
  Town town_;
};

TEST_F(LedgerServiceTest, WritesTheLogThatTheRulesSay) {
  const auto service = Open();
  EXPECT_EQ(service->ledger(), std::nullopt);
  Furnish(*service);
  EXPECT_EQ(service->ledger(), town_.ledger());
  ASSERT_EQ(service->log().size(), town_.leaves().size());
  for (size_t i = 0; i < town_.leaves().size(); ++i) {
    EXPECT_EQ(service->log().Read(i)->leaf, town_.leaves()[i]);
  }
}

TEST_F(LedgerServiceTest, ManyThreadsShareCommitsAndLoseNothing) {
  const auto service = Open();
  Furnish(*service);
  const auto before = service->counters();
  constexpr int kThreads = 16;
  constexpr int kPayments = 20;
  std::vector<std::vector<Instruction>> payments(kThreads);
  for (auto& own : payments) {
    for (int i = 0; i < kPayments; ++i) own.push_back(Payment(1 + i));
  }
  std::vector<std::thread> threads;
  std::atomic<int> accepted = 0;
  for (auto& own : payments) {
    threads.emplace_back([&] {
      for (const Instruction& payment : own) {
        if (std::holds_alternative<Accepted>(Ask(*service, payment))) ++accepted;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(accepted, kThreads * kPayments);
  EXPECT_EQ(Held(*service, "bakery"), kThreads * kPayments * (kPayments + 1) / 2);
  const auto after = service->counters();
  EXPECT_EQ(after.accepted - before.accepted, uint64_t{kThreads * kPayments});
  EXPECT_LT(after.commits - before.commits, uint64_t{kThreads * kPayments});
}

TEST_F(LedgerServiceTest, ReadersSeeOnlyWholePaymentsMeanwhile) {
  const auto service = Open();
  Furnish(*service);
  std::atomic<bool> done = false;
  const std::vector<AccountId> accounts{town_.Account("aoi"), town_.Account("bakery")};
  std::thread reader([&] {
    while (!done) {
      service->Read([&](const View& view) {
        int64_t sum = 0;
        for (const AccountId account : accounts) {
          const auto holding = Find<HoldingRow>(view, {HolderKind::kAccount, account, 0});
          if (!holding) continue;
          for (const Lot& lot : holding->lots) sum += lot.amount;
        }
        EXPECT_EQ(sum, 100'000);
      });
    }
  });
  for (int i = 0; i < 100; ++i) Ask(*service, Payment(1));
  done = true;
  reader.join();
}

TEST_F(LedgerServiceTest, ProvesEveryEntryUnderThePublishedHead) {
  const auto service = Open();
  Furnish(*service);
  const uint64_t size = town_.leaves().size();
  WaitUntil([&] { return service->counters().head_size == size; });
  Frontier tree;
  std::vector<Hash> roots{tree.Root()};
  for (const std::string& leaf : town_.leaves()) {
    tree.Append(LeafHash(leaf));
    roots.push_back(tree.Root());
  }
  for (uint64_t i = 0; i < size; ++i) {
    const auto path = service->Inclusion(i, size);
    ASSERT_TRUE(path);
    EXPECT_TRUE(VerifyInclusion(
        {.index = i, .size = size, .leaf_hash = LeafHash(town_.leaves()[i]), .root = roots[size]},
        *path));
    const auto growth = service->Consistency(i, size);
    ASSERT_TRUE(growth);
    EXPECT_TRUE(VerifyConsistency(
        {.old_size = i, .old_root = roots[i], .new_size = size, .new_root = roots[size]}, *growth));
  }
  const auto tile = service->Tile(0, 0, static_cast<uint32_t>(size));
  ASSERT_TRUE(tile);
  EXPECT_EQ(tile->size(), size * sizeof(Hash));
  EXPECT_EQ(tile->substr(0, sizeof(Hash)), AsView(LeafHash(town_.leaves()[0])));
}

TEST_F(LedgerServiceTest, ProvesNothingBeyondThePublishedHead) {
  options_.checkpoint_every = std::chrono::hours(1);
  const auto service = Open();
  Furnish(*service);
  const uint64_t head = service->counters().head_size;
  const uint64_t size = service->log().size();
  ASSERT_LT(head, size);
  EXPECT_FALSE(service->Inclusion(0, size));
  EXPECT_FALSE(service->Inclusion(head, head));
  EXPECT_FALSE(service->Consistency(0, size));
  EXPECT_FALSE(service->Consistency(size, head));
  EXPECT_FALSE(service->Tile(0, 0, static_cast<uint32_t>(size)));
  EXPECT_FALSE(service->Tile(0, 0, 0));
  EXPECT_EQ(service->failure(), "");
}

TEST_F(LedgerServiceTest, GoesOnWhereItStopped) {
  auto service = Open();
  Furnish(*service);
  const Instruction payment = Payment(300);
  const Answer first = Ask(*service, payment);
  service->Stop();
  const std::string head = service->checkpoint();
  EXPECT_EQ(service->counters().head_size, service->log().size());
  service.reset();

  service = Open();
  EXPECT_EQ(service->checkpoint(), head);
  EXPECT_EQ(service->ledger(), town_.ledger());
  const Answer again = Ask(*service, payment);
  EXPECT_TRUE(std::get<Accepted>(again).repeated);
  EXPECT_EQ(std::get<Accepted>(again).index, std::get<Accepted>(first).index);
  EXPECT_TRUE(std::holds_alternative<Accepted>(Ask(*service, Payment(1))));
  EXPECT_EQ(Held(*service, "bakery"), 301);
}

TEST_F(LedgerServiceTest, WhatWasAnsweredIsThereAfterACrash) {
  RunAndCrash(folder_, [&] {
    LedgerService* service = Open().release();
    Furnish(*service);
    for (int i = 0; i < 50; ++i) Ask(*service, Payment(2));
    WaitUntil([&] { return service->counters().head_size == service->log().size(); });
  });
  const auto service = Open();
  EXPECT_EQ(Held(*service, "bakery"), 100);
  EXPECT_EQ(service->counters().head_size, service->log().size());
}

TEST_F(LedgerServiceTest, ARebuiltStateIsTheSameByteForByte) {
  auto service = Open();
  Furnish(*service);
  for (int i = 0; i < 300; ++i) {
    service->Submit(Payment(1), [](const Answer& answer) {
      EXPECT_TRUE(std::holds_alternative<Accepted>(answer));
    });
  }
  service.reset();
  std::filesystem::rename(options_.folder / "state", options_.folder / "live");
  ASSERT_TRUE(RebuildState(options_));
  {
    const auto live = StateStore::Open({.folder = options_.folder / "live"});
    const auto rebuilt = StateStore::Open({.folder = options_.folder / "state"});
    ASSERT_TRUE(live && rebuilt);
    EXPECT_EQ((*rebuilt)->applied_size(), town_.leaves().size() + 300);
    EXPECT_EQ((*rebuilt)->tree_size(), town_.leaves().size() + 300);
    EXPECT_EQ(*(*live)->FirstDifference(**rebuilt), "");
  }
  // Once more, with a state in place and the rests of an interrupted rebuild.
  std::filesystem::create_directory(options_.folder / "state.new");
  std::filesystem::create_directory(options_.folder / "state.old");
  ASSERT_TRUE(RebuildState(options_));
  EXPECT_FALSE(std::filesystem::exists(options_.folder / "state.old"));
  EXPECT_EQ(Held(*Open(), "bakery"), 300);
}

TEST_F(LedgerServiceTest, RebuildsNothingWhereThereIsNoLogOrAServiceRuns) {
  EXPECT_FALSE(RebuildState(options_));
  const auto service = Open();
  EXPECT_FALSE(RebuildState(options_));
}

TEST_F(LedgerServiceTest, RebuildsNothingFromALogThatLostAnEntry) {
  Furnish(*Open());
  std::string row;
  TamperWithLog([&](rocksdb::DB& db) {
    ASSERT_TRUE(db.Get(rocksdb::ReadOptions(), EntryRowKey(3), &row).ok());
    ASSERT_TRUE(db.Delete(rocksdb::WriteOptions(), EntryRowKey(3)).ok());
  });
  EXPECT_THAT(RebuildFailure(), HasSubstr("entry 3: is missing"));
  TamperWithLog([&](rocksdb::DB& db) {
    ASSERT_TRUE(db.Put(rocksdb::WriteOptions(), EntryRowKey(3), row).ok());
  });
  // The state that was there still is.
  EXPECT_EQ(Held(*Open(), "aoi"), 100'000);
}

TEST_F(LedgerServiceTest, RebuildsNothingOntoADiskThatIsNotThere) {
  Furnish(*Open());
  const auto state = options_.folder / "state";
  std::filesystem::remove_all(state);
  std::filesystem::create_symlink(folder_.path() / "not there", state);
  EXPECT_THAT(RebuildFailure(), HasSubstr("state.new: Not a directory"));
  EXPECT_TRUE(std::filesystem::is_symlink(state));
  std::filesystem::create_directory(folder_.path() / "not there");
  EXPECT_EQ(RebuildFailure(), "");
  EXPECT_EQ(Held(*Open(), "aoi"), 100'000);
}

TEST_F(LedgerServiceTest, ARebuildOntoAFullDiskLeavesTheStateThatWasThere) {
  Furnish(*Open());
  // So that the log has nothing of its own to write when it is opened again.
  ASSERT_TRUE(RocksdbLog::Open({.folder = options_.folder / "log"}));
  const auto failures = FailuresUntilItFits(
      [&] { return RebuildFailure(); },
      [&] {
        const auto kept = StateStore::Open({.folder = options_.folder / "state"});
        ASSERT_TRUE(kept) << kept.error().message;
        EXPECT_EQ((*kept)->applied_size(), town_.leaves().size());
      });
  EXPECT_THAT(failures, Contains(HasSubstr("the log: opening")));
  EXPECT_THAT(failures, Contains(HasSubstr("the state: ")));
  EXPECT_EQ(Held(*Open(), "aoi"), 100'000);
}

TEST_F(LedgerServiceTest, RefusesAFolderThatCannotBeMade) {
  std::ofstream(folder_.path() / "file") << "x";
  options_.folder = folder_.path() / "file" / "town";
  const auto refused = TryOpen();
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message,
              HasSubstr("the folder " + (folder_.path() / "file").string()));
}

// RocksDB's own diary ended the process at the second line that it could not write.
TEST_F(LedgerServiceTest, AFullDiskEndsWritesAndNothingElse) {
  auto service = Open();
  Furnish(*service);
  ASSERT_TRUE(std::holds_alternative<Accepted>(Ask(*service, Payment(300))));
  {
    const SmallFiles full(0);
    // Its outcome is unknown, unless a head could not be stored before it.
    EXPECT_TRUE(std::holds_alternative<Unavailable>(Ask(*service, Payment(1))));
    EXPECT_EQ(std::get<Unavailable>(Ask(*service, Payment(1))), Unavailable::kReadOnly);
    EXPECT_THAT(service->failure(), HasSubstr(SmallFiles::kFailure));
    EXPECT_EQ(Held(*service, "bakery"), 300);
    service.reset();
    EXPECT_FALSE(TryOpen());
  }
  service = Open();
  EXPECT_EQ(Held(*service, "bakery"), 300);
  EXPECT_TRUE(std::holds_alternative<Accepted>(Ask(*service, Payment(1))));
}

TEST_F(LedgerServiceTest, RefusesToStartOnALogThatLostEntriesOfItsHead) {
  auto service = Open();
  Furnish(*service);
  service.reset();
  const uint64_t size = town_.leaves().size();
  TamperWithLog([&](rocksdb::DB& db) {
    ASSERT_TRUE(db.Delete(rocksdb::WriteOptions(), EntryRowKey(size - 1)).ok());
    ASSERT_TRUE(db.Delete(rocksdb::WriteOptions(), EntryRowKey(size - 2)).ok());
  });
  auto refused = TryOpen();
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("fewer than"));
  // A fresh state does not hide it.
  std::filesystem::remove_all(options_.folder / "state");
  refused = TryOpen();
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("fewer than"));
}

TEST_F(LedgerServiceTest, RefusesToStartWhereTheTailWentWithTheHeadInIt) {
  auto service = Open();
  Furnish(*service);
  service.reset();
  const uint64_t size = town_.leaves().size();
  TamperWithLog([&](rocksdb::DB& db) {
    ASSERT_TRUE(db.Delete(rocksdb::WriteOptions(), EntryRowKey(size - 1)).ok());
    ASSERT_TRUE(db.Delete(rocksdb::WriteOptions(), "mhead").ok());
  });
  std::filesystem::remove_all(options_.folder / "state");
  auto refused = TryOpen();
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("fewer than"));
}

TEST_F(LedgerServiceTest, RefusesAMissingHeadFileAndTakesAKeptCheckpointForIt) {
  auto service = Open();
  Furnish(*service);
  service->Stop();
  const std::string kept = service->checkpoint();
  service.reset();
  const auto path = options_.folder / "head";
  std::filesystem::remove(path);
  auto refused = TryOpen();
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("newest checkpoint"));
  std::ofstream(path) << kept;
  EXPECT_EQ(Open()->checkpoint(), kept);
}

TEST_F(LedgerServiceTest, RefusesAFolderWhoseLogHasGone) {
  Furnish(*Open());
  std::filesystem::rename(options_.folder / "log", options_.folder / "log-kept");
  for (const char* also : {"state", "none"}) {
    std::filesystem::remove_all(options_.folder / also);
    const auto refused = TryOpen();
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message, HasSubstr("its log is missing"));
    EXPECT_FALSE(std::filesystem::exists(options_.folder / "log"));
  }
  std::filesystem::rename(options_.folder / "log-kept", options_.folder / "log");
  EXPECT_EQ(Held(*Open(), "aoi"), 100'000);
}

TEST_F(LedgerServiceTest, RefusesAStateOfAnotherFormatAndTakesTheRebuiltOne) {
  auto service = Open();
  Furnish(*service);
  service.reset();
  {
    rocksdb::DB* opened = nullptr;
    ASSERT_TRUE(rocksdb::DB::Open(rocksdb::Options(), options_.folder / "state", &opened).ok());
    const std::unique_ptr<rocksdb::DB> db(opened);
    db->Put(rocksdb::WriteOptions(), "Mformat", std::string("\0\0\0\x09", 4));
  }
  EXPECT_FALSE(TryOpen());
  ASSERT_TRUE(RebuildState(options_));
  EXPECT_EQ(Held(*Open(), "aoi"), 100'000);
}

TEST_F(LedgerServiceTest, AFullQueueSaysSoAtOnce) {
  options_.queue_max = 1;
  options_.batch_max = 1;
  const auto service = Open();
  Furnish(*service);
  std::promise<void> entered;
  std::promise<void> release;
  service->Submit(Payment(1), [&](const Answer&) {
    entered.set_value();
    release.get_future().wait();
  });
  entered.get_future().wait();
  std::promise<Answer> second;
  service->Submit(Payment(1), [&](const Answer& answer) { second.set_value(answer); });
  EXPECT_EQ(service->counters().queue, 1U);
  std::optional<Answer> third;
  service->Submit(Payment(1), [&](const Answer& answer) { third = answer; });
  ASSERT_TRUE(third);
  EXPECT_EQ(std::get<Unavailable>(*third), Unavailable::kQueueFull);
  release.set_value();
  EXPECT_TRUE(std::holds_alternative<Accepted>(second.get_future().get()));
}

TEST_F(LedgerServiceTest, StopAnswersEverythingThatWaits) {
  options_.checkpoint_every = std::chrono::hours(1);
  const auto service = Open();
  Furnish(*service);
  std::atomic<int> answered = 0;
  for (int i = 0; i < 500; ++i) {
    service->Submit(Payment(1), [&](const Answer& answer) {
      EXPECT_TRUE(std::holds_alternative<Accepted>(answer));
      ++answered;
    });
  }
  service->Stop();
  EXPECT_EQ(answered, 500);
  service->Stop();
  EXPECT_EQ(std::get<Unavailable>(Ask(*service, Payment(1))), Unavailable::kStopping);
  EXPECT_EQ(service->counters().head_size, service->log().size());
  EXPECT_EQ(Held(*service, "bakery"), 500);
}

TEST_F(LedgerServiceTest, SweepsWhatExpiredWhenTheClockAdvances) {
  const auto service = Open();
  Furnish(*service);
  town_.Announce("drill", 200);
  town_.Do("coordinator", ParticipationRecord{Town::Name("drill"), town_.Account("aoi")});
  Follow(*service);
  EXPECT_EQ(Held(*service, "aoi"), 100'200);
  town_.AdvanceTo(Town::Day("2026-10-01").Start());
  Follow(*service);
  const uint64_t size = town_.leaves().size();
  WaitUntil([&] { return !service->counters().sweeping; });
  EXPECT_EQ(Held(*service, "aoi"), 100'000);
  ASSERT_EQ(service->log().size(), size + 1);
  const Instruction sweep = InstructionIn(service->log().Read(size)->leaf);
  EXPECT_EQ(KindName(sweep.payload), "expiry.sweep");
  EXPECT_EQ(VerifySignatures(sweep), std::nullopt);
}

TEST_F(LedgerServiceTest, SweepsAtAStartWhatExpiredBefore) {
  auto service = Open();
  Furnish(*service);
  town_.Announce("drill", 200);
  town_.Do("coordinator", ParticipationRecord{Town::Name("drill"), town_.Account("aoi")});
  Follow(*service);
  service.reset();
  town_.AdvanceTo(Town::Day("2026-10-01").Start());
  // As when a crash comes between the entry and its sweep.
  CommitWithoutSweeper(InstructionIn(town_.leaves().back()));
  service = Open();
  WaitUntil([&] { return !service->counters().sweeping; });
  EXPECT_EQ(Held(*service, "aoi"), 100'000);
}

TEST_F(LedgerServiceTest, AnImplausibleClockAtAStartStopsWritesAndNotReads) {
  uint64_t wall_ms = Town::kStart.ms;
  options_.wall_clock = [&] { return Timestamp{wall_ms}; };
  options_.monotonic_ms = [] { return uint64_t{0}; };
  options_.clock = ClockMode::kReal;
  town_.Found();
  Instruction genesis = InstructionIn(town_.leaves().front());
  auto payload = std::get<Genesis>(genesis.payload);
  payload.clock = ClockMode::kReal;
  genesis = Sign(genesis.header, payload,
                 {&town_.Key("mayor"), &town_.Key("deputy"), &town_.Key("clerk")});
  ASSERT_TRUE(std::holds_alternative<Accepted>(Ask(*Open(), genesis)));

  wall_ms += WallClock::kStillMaxMs + 1;
  auto service = Open();
  EXPECT_THAT(service->failure(), HasSubstr("400 days"));
  EXPECT_EQ(std::get<Unavailable>(Ask(*service, genesis)), Unavailable::kReadOnly);
  EXPECT_NE(service->ledger(), std::nullopt);
  service.reset();
  options_.accept_clock = true;
  service = Open();
  EXPECT_EQ(service->failure(), "");
  EXPECT_TRUE(std::get<Accepted>(Ask(*service, genesis)).repeated);
  service.reset();

  wall_ms = Town::kStart.ms - WallClock::kStepMaxMs - 1;
  service = Open();
  EXPECT_THAT(service->failure(), HasSubstr("before the last entry"));
  service.reset();

  wall_ms = Town::kStart.ms + 1;
  EXPECT_EQ(Open()->failure(), "");
}

TEST_F(LedgerServiceTest, ADamagedRowThatAReaderMeetsStopsWrites) {
  auto service = Open();
  Furnish(*service);
  service->Read([](const View& view) { view.NoteDamage("x"); });
  EXPECT_THAT(service->failure(), HasSubstr("does not decode"));
  EXPECT_EQ(std::get<Unavailable>(Ask(*service, Payment(1))), Unavailable::kReadOnly);
}

TEST_F(LedgerServiceTest, OnlyOneServiceOpensAFolder) {
  const auto service = Open();
  EXPECT_FALSE(TryOpen());
}

}  // namespace
}  // namespace enishi
