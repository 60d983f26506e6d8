#include "tests/faults/town_on_disk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rocksdb/system_clock.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <future>
#include <thread>
#include <utility>

#include "ledger/log/head_file.h"
#include "ledger/log/rocksdb_log.h"
#include "ledger/merkle/checkpoint.h"
#include "ledger/merkle/tree.h"
#include "ledger/rules/state/rows.h"
#include "ledger/service/start/running_ledger.h"
#include "ledger/state/state_store.h"
#include "tests/fixtures/memory_ledger.h"

namespace enishi::testing {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;

// Small, so that even this short script flushes the state a few times.
constexpr uint64_t kReplayMax = 16;
constexpr size_t kAtOnce = 3;
constexpr size_t kHeadEvery = 2;
constexpr int kPayments = 12;

int64_t SalesIn(const View& view) {
  static const AccountId shop = Script::Shared().Account("bakery");
  const auto holding = enishi::Find<HoldingRow>(view, {HolderKind::kAccount, shop, 0});
  int64_t sum = 0;
  for (const Lot& lot : holding ? holding->lots : std::vector<Lot>()) sum += lot.amount;
  return sum;
}

// The disk's error text must reach the caller.
void ExpectDiskWords(const std::string& failure) {
  EXPECT_THAT(failure, AnyOf(HasSubstr(std::string(FaultyDisk::kBroken)),
                             HasSubstr(std::string(FaultyDisk::kFull))));
}

// RocksDB sleeps for a second after a failed flush, although it does not retry here, and closing
// waits for that. This clock does not sleep.
class ImpatientClock : public rocksdb::SystemClockWrapper {
 public:
  ImpatientClock() : SystemClockWrapper(rocksdb::SystemClock::Default()) {}
  [[nodiscard]] const char* Name() const override { return "ImpatientClock"; }
  void SleepForMicroseconds(int micros) override {
    target_->SleepForMicroseconds(std::min(micros, 100));
  }
};

class DiskEnv : public rocksdb::EnvWrapper {
 public:
  explicit DiskEnv(const std::shared_ptr<FaultyDisk>& disk)
      : EnvWrapper(rocksdb::NewCompositeEnv(disk)) {
    system_clock_ = std::make_shared<ImpatientClock>();
  }
  [[nodiscard]] const char* Name() const override { return "DiskEnv"; }
};

Checkpoint CheckHead(const std::string& note) {
  const LedgerIdentity identity = IdentityOf(Script::Shared());
  const auto head = OpenCheckpoint(note, CheckpointVerifier(identity.origin, identity.log_key));
  CHECK(head.has_value());
  CHECK(head->size <= Script::Shared().size());
  EXPECT_EQ(head->root, Script::Shared().RootOf(head->size));
  return *head;
}

}  // namespace

Script::Script() {
  Found();
  Furnish();
  OpenParticipant("aoi");
  OpenShop("bakery");
  Charge("aoi", 10'000);
  furnished_ = leaves().size();
  for (int i = 0; i < kPayments; ++i) {
    Do("aoi", PaymentPay{Account("bakery"), Currency(), Points(100 + i), {}});
  }
  Frontier tree;
  roots_.push_back(tree.Root());
  for (const std::string& leaf : leaves()) {
    instructions_.push_back(InstructionIn(leaf));
    tree.Append(LeafHash(leaf));
    roots_.push_back(tree.Root());
  }
  sales_.assign(furnished_ + 1, 0);
  for (int i = 0; i < kPayments; ++i) sales_.push_back(sales_.back() + 100 + i);
}

Script& Script::Shared() {
  static Script script;
  return script;
}

TownOnDisk::TownOnDisk(const Image& image)
    : disk_(std::make_shared<FaultyDisk>(image)), env_(std::make_unique<DiskEnv>(disk_)) {}

TownOnDisk::~TownOnDisk() { Close(); }

std::string TownOnDisk::Open() {
  Script& town = Script::Shared();
  const std::filesystem::path folder(kLedgerFolder);
  auto log = RocksdbLog::Open({.folder = folder / "log", .env = env_.get()});
  if (!log) return log.error().message;
  auto heads = std::make_unique<HeadFile>(HeadFile::Options{.folder = folder, .env = env_.get()});
  auto state =
      StateStore::Open({.folder = folder / "state", .replay_max = kReplayMax, .env = env_.get()});
  if (!state) return state.error().message;
  const LedgerIdentity identity = IdentityOf(town);
  LedgerService::Options options;
  options.origin = identity.origin;
  options.clock = identity.clock;
  options.administrators = identity.administrators;
  options.checkpoint_every = std::chrono::milliseconds(1);
  auto service = RunningLedger::Open(
      options, {.log = *std::move(log), .heads = std::move(heads), .state = *std::move(state)},
      {.log = CopyOf(town.Key("log")), .service = CopyOf(town.Key("service"))});
  if (!service) return service.error().message;
  service_ = *std::move(service);
  return "";
}

Answer TownOnDisk::Ask(const Instruction& instruction) {
  std::promise<Answer> promise;
  service_->Submit(instruction, [&](Answer answer) { promise.set_value(std::move(answer)); });
  return promise.get_future().get();
}

void TownOnDisk::WaitForHead() {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (service_->failure().empty()) {
    const auto counters = service_->counters();
    if (counters.head_size == counters.log_size) break;
    ASSERT_LT(std::chrono::steady_clock::now(), end);
    std::this_thread::sleep_for(std::chrono::microseconds(200));
  }
  NoteHead();
}

void TownOnDisk::NoteHead() {
  const std::string head = service_->checkpoint();
  if (head.empty() || (!said_.heads.empty() && said_.heads.back() == head)) return;
  const uint64_t size = CheckHead(head).size;
  if (!said_.heads.empty()) {
    EXPECT_LT(CheckHead(said_.heads.back()).size, size);
  }
  said_.heads.push_back(head);
}

void TownOnDisk::Play(size_t first, size_t end) {
  const Script& script = Script::Shared();
  for (size_t i = first; i < end; i += kAtOnce) {
    // Several at once, so that one is decided while another is synced.
    const size_t behind = std::min(end, i + kAtOnce);
    std::vector<std::promise<Answer>> promises(behind - i);
    for (size_t k = i; k < behind; ++k) {
      service_->Submit(script.instructions()[k], [&promise = promises[k - i]](Answer answer) {
        promise.set_value(std::move(answer));
      });
    }
    for (size_t k = i; k < behind; ++k) Note(k, promises[k - i].get_future().get());
    if (i % kHeadEvery == 0) WaitForHead();
  }
  WaitForHead();
  CheckReads();
}

void TownOnDisk::Note(uint64_t index, const Answer& answer) {
  if (const auto* accepted = std::get_if<Accepted>(&answer)) {
    EXPECT_EQ(said_.accepted, index) << "accepted after one that was not";
    EXPECT_EQ(accepted->index, index);
    said_.accepted = index + 1;
    return;
  }
  ASSERT_TRUE(std::holds_alternative<Unavailable>(answer)) << "refused: " << index;
  ExpectDiskWords(service_->failure());
  // Unknown allows that it is in the log; read-only says that it is not.
  if (std::get<Unavailable>(answer) == Unavailable::kReadOnly) {
    said_.entries_max = std::min(said_.entries_max, index);
  }
}

void TownOnDisk::CheckReads() {
  const Script& script = Script::Shared();
  for (uint64_t i = 0; i < said_.accepted; ++i) {
    const auto entry = service_->log().Read(i);
    if (entry) {
      EXPECT_EQ(entry->leaf, script.leaves()[i]);
    } else {
      ExpectDiskWords(entry.error().message);
    }
  }
  const uint64_t failures = service_->counters().failures;
  int64_t sales = 0;
  uint64_t size = 0;
  service_->ReadAt([&](const View& view, uint64_t applied) {
    sales = SalesIn(view);
    size = applied;
  });
  // Readers of rows compare this count before and after.
  if (service_->counters().failures != failures) return ExpectDiskWords(service_->failure());
  // If a flush fails in the background right after a commit, the next start writes the commit's
  // rows; the ledger is read-only then.
  if (size < said_.accepted) ExpectDiskWords(service_->failure());
  EXPECT_EQ(sales, script.SalesAfter(size));
}

void TownOnDisk::Live(size_t first) {
  Resume(first);
  said_.failure = Open();
  if (!said_.failure.empty()) {
    ExpectDiskWords(said_.failure);
    said_.entries_max = first;
    return;
  }
  Play(first, Script::Shared().size());
  service_->Stop();
  NoteHead();
  said_.failure = service_->failure();
  if (!said_.failure.empty()) ExpectDiskWords(said_.failure);
  Close();
}

void CheckOneRestartIsEnough(const Image& image, const TownOnDisk::Said& before) {
  const Script& script = Script::Shared();
  TownOnDisk town(image);
  ASSERT_EQ(town.Open(), "");
  const Log& log = town.service().log();
  const uint64_t size = log.size();
  ASSERT_GE(size, before.accepted) << "an acknowledged entry is lost";
  ASSERT_LE(size, before.entries_max) << "an entry is in the log although the answer excluded it";
  ASSERT_LE(size, script.size());
  for (uint64_t i = 0; i < size; ++i) EXPECT_EQ(log.Read(i)->leaf, script.leaves()[i]);
  for (size_t i = 0; i < script.size(); ++i) {
    const Answer answer = town.Ask(script.instructions()[i]);
    ASSERT_TRUE(std::holds_alternative<Accepted>(answer)) << i << town.service().failure();
    EXPECT_EQ(std::get<Accepted>(answer).repeated, i < size) << i;
    EXPECT_EQ(std::get<Accepted>(answer).index, i);
  }
  ASSERT_EQ(log.size(), script.size());
  town.WaitForHead();
  EXPECT_EQ(town.service().failure(), "");
  EXPECT_EQ(town.service().counters().head_size, script.size());
  town.service().ReadAt([&](const View& view, uint64_t applied) {
    EXPECT_EQ(applied, script.size());
    EXPECT_EQ(SalesIn(view), script.SalesAfter(script.size()));
  });
  // Its own heads were checked one by one; all belong to one log.
  for (const std::string& head : before.heads) EXPECT_LE(CheckHead(head).size, script.size());
}

int64_t SalesOf(const LedgerService& service) {
  int64_t sales = 0;
  service.Read([&](const View& view) { sales = SalesIn(view); });
  return sales;
}

Image StoppedAfter(size_t entries) {
  TownOnDisk town;
  CHECK(town.Open().empty());
  town.Play(0, entries);
  town.Close();
  return town.disk().AsItIs();
}

Image CutAfter(size_t entries) {
  TownOnDisk town;
  CHECK(town.Open().empty());
  town.Play(0, entries);
  return town.disk().AfterPowerCut();
}

}  // namespace enishi::testing
