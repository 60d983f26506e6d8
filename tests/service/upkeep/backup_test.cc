#include "ledger/service/upkeep/backup.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rocksdb/db.h>

#include <atomic>
#include <fstream>
#include <functional>
#include <future>
#include <set>
#include <thread>

#include "ledger/instruction/leaf.h"
#include "ledger/log/entry_row.h"
#include "ledger/log/head_file.h"
#include "ledger/merkle/checkpoint.h"
#include "ledger/service/ledger_service.h"
#include "ledger/service/start/open.h"
#include "tests/fixtures/memory_ledger.h"
#include "tests/fixtures/small_files.h"
#include "tests/fixtures/temporary_folder.h"

namespace enishi {
namespace {

using ::testing::Contains;
using testing::CopyOf;
using ::testing::HasSubstr;
using testing::IdentityOf;
using testing::InstructionIn;
using testing::Town;

class BackupTest : public ::testing::Test {
 protected:
  BackupTest() {
    town_.Found();
    town_.Furnish();
    town_.OpenParticipant("aoi");
    town_.OpenShop("bakery");
    town_.Charge("aoi", 100'000);
    service_ = OpenIn("town");
    for (const std::string& leaf : town_.leaves()) Ask(*service_, InstructionIn(leaf));
    WaitForHead();
  }
  [[nodiscard]] std::filesystem::path In(const std::string& name) const {
    return folder_.path() / name;
  }
  Result<std::unique_ptr<LedgerService>, StorageFailure> TryOpenIn(const std::string& name) {
    const LedgerIdentity identity = IdentityOf(town_);
    LedgerService::Options options;
    options.folder = In(name);
    options.origin = identity.origin;
    options.clock = identity.clock;
    options.administrators = identity.administrators;
    options.checkpoint_every = std::chrono::milliseconds(5);
    return OpenLedger(options, CopyOf(town_.Key("log")), CopyOf(town_.Key("service")));
  }
  std::unique_ptr<LedgerService> OpenIn(const std::string& name) {
    auto service = TryOpenIn(name);
    EXPECT_TRUE(service) << service.error().message;
    return service ? *std::move(service) : nullptr;
  }
  static Answer Ask(LedgerService& service, Instruction instruction) {
    std::promise<Answer> promise;
    service.Submit(std::move(instruction), [&](Answer answer) { promise.set_value(answer); });
    return promise.get_future().get();
  }
  void Pay(LedgerService& service, int count) {
    for (int i = 0; i < count; ++i) {
      const Answer answer = Ask(
          service,
          town_.Make("aoi",
                     PaymentPay{town_.Account("bakery"), Town::Currency(), Town::Points(1), {}}));
      EXPECT_TRUE(std::holds_alternative<Accepted>(answer));
    }
  }
  void WaitForHead() {
    for (int i = 0; i < 20'000; ++i) {
      const auto counters = service_->counters();
      if (counters.head_size == counters.log_size) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(3));
    }
    FAIL() << "no head: " << service_->failure();
  }
  [[nodiscard]] std::string BackupFailure() const {
    const auto done = BackUp(In("town"), In("backup"));
    return done ? "" : done.error().message;
  }
  [[nodiscard]] std::string RestoreFailure(const std::vector<std::string>& heads) const {
    std::vector<KeptHead> kept;
    for (const std::string& head : heads) kept.push_back({.name = "a kept head", .note = head});
    const auto done = Restore(In("backup"), In("restored"), kept);
    return done ? "" : done.error().message;
  }
  void TamperWith(const std::string& name, const std::function<void(rocksdb::DB&)>& change) {
    rocksdb::DB* opened = nullptr;
    ASSERT_TRUE(rocksdb::DB::Open(rocksdb::Options(), In(name) / "log", &opened).ok());
    const std::unique_ptr<rocksdb::DB> db(opened);
    change(*db);
  }
  // Changes an entry of that log and leaves everything else as it was.
  void ChangeEntry(const std::string& name, uint64_t index,
                   const std::function<void(StoredEntry&)>& change) {
    TamperWith(name, [&](rocksdb::DB& db) {
      std::string row;
      ASSERT_TRUE(db.Get(rocksdb::ReadOptions(), EntryRowKey(index), &row).ok());
      auto entry = DecodeEntryRow(row);
      ASSERT_TRUE(entry);
      change(*entry);
      ASSERT_TRUE(db.Put(rocksdb::WriteOptions(), EntryRowKey(index), EncodeEntryRow(*entry)).ok());
    });
  }
  void LoseEntry(const std::string& name, uint64_t index) {
    TamperWith(name, [&](rocksdb::DB& db) {
      ASSERT_TRUE(db.Delete(rocksdb::WriteOptions(), EntryRowKey(index)).ok());
    });
  }
  void PutHead(const std::string& name, const std::string& text) {
    std::ofstream(In(name) / HeadFile::kFileName, std::ios::trunc) << text;
  }
  // A head over another log, by the right key where no other is named.
  std::string OtherHead(uint64_t size, const std::string& key = "log") {
    Hash root{};
    root[0] = 7;
    return SignCheckpoint({IdentityOf(town_).origin, size, root}, town_.Key(key));
  }

  TemporaryFolder folder_;
  Town town_;
  std::unique_ptr<LedgerService> service_;
};

TEST_F(BackupTest, IsMadeWhileTheServiceWrites) {
  std::atomic<bool> done = false;
  std::thread payer([&] {
    while (!done) Pay(*service_, 1);
  });
  uint64_t entries = 0;
  for (int i = 0; i < 5; ++i) {
    const auto made = BackUp(In("town"), In("backup"));
    EXPECT_TRUE(made) << made.error().message;
    if (!made) break;
    EXPECT_GE(made->entries, entries);
    EXPECT_EQ(made->added, made->entries - entries);
    entries = made->entries;
  }
  done = true;
  payer.join();
  EXPECT_EQ(service_->failure(), "");
  EXPECT_EQ(RestoreFailure({}), "");
  EXPECT_EQ(OpenIn("restored")->log().size(), entries);
}

TEST_F(BackupTest, RestoredContinuesTheHeadsThatWereSeen) {
  const std::string early = service_->checkpoint();
  Pay(*service_, 20);
  WaitForHead();
  ASSERT_EQ(BackupFailure(), "");
  const std::string late = service_->checkpoint();
  const uint64_t size = service_->log().size();
  ASSERT_EQ(RestoreFailure({early, late}), "");
  const auto restored = OpenIn("restored");
  ASSERT_NE(restored, nullptr);
  EXPECT_EQ(restored->checkpoint(), late);
  ASSERT_EQ(restored->log().size(), size);
  for (uint64_t i = 0; i < size; ++i) {
    EXPECT_EQ(restored->log().Read(i)->leaf, service_->log().Read(i)->leaf);
    EXPECT_EQ(restored->log().Read(i)->links, service_->log().Read(i)->links);
  }
  Pay(*restored, 3);
  EXPECT_EQ(restored->failure(), "");
}

TEST_F(BackupTest, BehindAHeadThatSomebodySawIsNotRestored) {
  ASSERT_EQ(BackupFailure(), "");
  const uint64_t size = service_->log().size();
  Pay(*service_, 4);
  WaitForHead();
  const std::string failure = RestoreFailure({service_->checkpoint()});
  EXPECT_THAT(failure, HasSubstr("entries from " + std::to_string(size) + " to " +
                                 std::to_string(size + 3) + " are missing"));
  EXPECT_FALSE(std::filesystem::exists(In("restored")));
}

TEST_F(BackupTest, OfAnotherLogThanSomebodySawIsNotRestored) {
  ASSERT_EQ(BackupFailure(), "");
  EXPECT_THAT(RestoreFailure({OtherHead(3)}), HasSubstr("does not continue a kept head"));
  EXPECT_THAT(RestoreFailure({"no note"}), HasSubstr("a kept head"));
  EXPECT_FALSE(std::filesystem::exists(In("restored")));
}

TEST_F(BackupTest, IsNotRestoredOverALedger) {
  ASSERT_EQ(BackupFailure(), "");
  const auto done = Restore(In("backup"), In("town"), {});
  ASSERT_FALSE(done);
  EXPECT_THAT(done.error().message, HasSubstr("already"));
}

TEST_F(BackupTest, ThatHasRottenIsNamedAndNeitherRestoredNorContinued) {
  ASSERT_EQ(BackupFailure(), "");
  TamperWith("backup", [](rocksdb::DB& db) {
    std::string row;
    ASSERT_TRUE(db.Get(rocksdb::ReadOptions(), EntryRowKey(3), &row).ok());
    row[40] ^= 1;
    ASSERT_TRUE(db.Put(rocksdb::WriteOptions(), EntryRowKey(3), row).ok());
  });
  EXPECT_THAT(RestoreFailure({}), HasSubstr("does not continue"));
  EXPECT_THAT(BackupFailure(), HasSubstr("does not continue the backup"));
}

// The root speaks of leaves; what else is kept of an entry follows from them.
TEST_F(BackupTest, WithAnotherOutcomeThanTheRulesGiveIsNotRestored) {
  ASSERT_EQ(BackupFailure(), "");
  TamperWith("backup", [](rocksdb::DB& db) {
    std::string row;
    ASSERT_TRUE(db.Get(rocksdb::ReadOptions(), EntryRowKey(3), &row).ok());
    auto entry = DecodeEntryRow(row);
    ASSERT_TRUE(entry);
    entry->outcome += "x";
    ASSERT_TRUE(db.Put(rocksdb::WriteOptions(), EntryRowKey(3), EncodeEntryRow(*entry)).ok());
  });
  EXPECT_THAT(RestoreFailure({}), HasSubstr("entry 3"));
  EXPECT_FALSE(std::filesystem::exists(In("restored") / "log"));
}

TEST_F(BackupTest, ThatTheLedgerDoesNotContinueIsLeftAsItIs) {
  Pay(*service_, 5);
  WaitForHead();
  ASSERT_EQ(BackupFailure(), "");
  const uint64_t size = service_->log().size();
  // An older copy of the ledger, which went on differently.
  service_.reset();
  std::filesystem::remove_all(In("town"));
  service_ = OpenIn("town");
  for (const std::string& leaf : town_.leaves()) Ask(*service_, InstructionIn(leaf));
  WaitForHead();
  EXPECT_THAT(BackupFailure(), HasSubstr("are missing"));
  Pay(*service_, 9);
  WaitForHead();
  EXPECT_THAT(BackupFailure(), HasSubstr("does not continue"));
  ASSERT_EQ(RestoreFailure({}), "");
  EXPECT_EQ(OpenIn("restored")->log().size(), size);
}

TEST_F(BackupTest, NeedsALedgerWithAHead) {
  const auto nowhere = BackUp(In("nowhere"), In("backup"));
  ASSERT_FALSE(nowhere);
  EXPECT_THAT(nowhere.error().message, HasSubstr("no signed head"));
  EXPECT_FALSE(std::filesystem::exists(In("nowhere")));
  EXPECT_FALSE(Restore(In("nowhere"), In("restored"), {}));
}

TEST_F(BackupTest, IsNotBegunWhereTheLogIsMissingOrCannotBeOpened) {
  service_.reset();
  std::filesystem::rename(In("town") / "log", In("kept"));
  EXPECT_THAT(BackupFailure(), HasSubstr("has no log"));
  std::filesystem::create_directory(In("town") / "log");
  EXPECT_THAT(BackupFailure(), HasSubstr("the log: opening to read"));
  // Who reads leaves no trace.
  EXPECT_TRUE(std::filesystem::is_empty(In("town") / "log"));
  EXPECT_FALSE(std::filesystem::exists(In("backup")));
}

TEST_F(BackupTest, IsNotBegunUnderAHeadThatDoesNotCount) {
  service_.reset();
  ASSERT_TRUE(HeadFile({.folder = In("town")}).Store(""));
  EXPECT_THAT(BackupFailure(), HasSubstr("no signed head yet"));
  PutHead("town", "");
  EXPECT_THAT(BackupFailure(), HasSubstr("is empty"));
  PutHead("town", OtherHead(3, "mayor"));
  EXPECT_THAT(BackupFailure(), HasSubstr("the ledger's last head: "));
  EXPECT_FALSE(std::filesystem::exists(In("backup")));
}

TEST_F(BackupTest, IsNeitherMadeNorRestoredWithoutAGenesisInTheLog) {
  ASSERT_EQ(BackupFailure(), "");
  service_.reset();
  const auto both_say = [&](const std::string& what) {
    const auto made = BackUp(In("town"), In("second backup"));
    ASSERT_FALSE(made);
    EXPECT_THAT(made.error().message, HasSubstr(what));
    EXPECT_THAT(RestoreFailure({}), HasSubstr(what));
  };
  const auto change_both = [&](const std::function<void(StoredEntry&)>& change) {
    ChangeEntry("town", 0, change);
    ChangeEntry("backup", 0, change);
  };
  change_both([&](StoredEntry& entry) { entry.leaf = town_.leaves()[1]; });
  both_say("entry 0 of the log is not a genesis");
  change_both([&](StoredEntry& entry) {
    Leaf leaf = *DecodeLeaf(entry.leaf);
    leaf.body = "{";
    entry.leaf = EncodeLeaf(leaf);
  });
  both_say("entry 0 of the log does not decode");
  change_both([](StoredEntry& entry) { entry.leaf = "no leaf"; });
  both_say("entry 0 of the log does not decode");
  LoseEntry("town", 0);
  LoseEntry("backup", 0);
  both_say("entry 0: is missing");
  EXPECT_FALSE(std::filesystem::exists(In("second backup")));
  EXPECT_FALSE(std::filesystem::exists(In("restored")));
}

TEST_F(BackupTest, OfALogThatLostAnEntryGetsNoHead) {
  service_.reset();
  LoseEntry("town", 3);
  EXPECT_THAT(BackupFailure(), HasSubstr("entry 3: is missing"));
  // Without one it can never be restored.
  EXPECT_THAT(RestoreFailure({}), HasSubstr("no signed head"));
  EXPECT_FALSE(std::filesystem::exists(In("restored")));
}

TEST_F(BackupTest, ThatLostAnEntryIsNotContinued) {
  ASSERT_EQ(BackupFailure(), "");
  LoseEntry("backup", 3);
  EXPECT_THAT(BackupFailure(), HasSubstr("entry 3: is missing"));
}

TEST_F(BackupTest, UnderADamagedHeadIsNotContinuedAndWithoutOneIs) {
  ASSERT_EQ(BackupFailure(), "");
  PutHead("backup", "");
  EXPECT_THAT(BackupFailure(), HasSubstr("is empty"));
  PutHead("backup", OtherHead(3, "mayor"));
  EXPECT_THAT(BackupFailure(), HasSubstr("the head of the backup in "));
  // As where the first backup was cut off before its end.
  ASSERT_TRUE(HeadFile({.folder = In("backup")}).Store(""));
  EXPECT_EQ(BackupFailure(), "");
  std::filesystem::remove(In("backup") / HeadFile::kFileName);
  EXPECT_EQ(BackupFailure(), "");
  EXPECT_EQ(**HeadFile({.folder = In("backup")}).Last(), service_->checkpoint());
}

TEST_F(BackupTest, AheadOfTheLedgersHeadIsLeftAsItIs) {
  const std::string early = service_->checkpoint();
  Pay(*service_, 4);
  WaitForHead();
  const uint64_t size = service_->log().size();
  ASSERT_EQ(BackupFailure(), "");
  service_.reset();
  PutHead("town", early);
  EXPECT_THAT(BackupFailure(), HasSubstr("more entries than the ledger's last head covers"));
  ASSERT_EQ(RestoreFailure({}), "");
  EXPECT_EQ(OpenIn("restored")->log().size(), size);
}

TEST_F(BackupTest, NamesThePlaceThatCannotBeWritten) {
  std::ofstream(In("file")) << "x";
  auto made = BackUp(In("town"), In("file") / "backup");
  ASSERT_FALSE(made);
  EXPECT_THAT(made.error().message, HasSubstr("the folder " + In("file").string()));

  std::filesystem::create_directory(In("backup"));
  std::ofstream(In("backup") / "log") << "x";
  EXPECT_THAT(BackupFailure(), HasSubstr("the log: opening"));
  std::filesystem::remove(In("backup") / "log");

  std::filesystem::create_directory(In("backup") / "head.new");
  EXPECT_THAT(BackupFailure(), HasSubstr("the file of the last head: writing"));
  std::filesystem::remove(In("backup") / "head.new");
  // The entries were copied, and only the head is left to do.
  made = BackUp(In("town"), In("backup"));
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->added, 0U);
  EXPECT_EQ(RestoreFailure({service_->checkpoint()}), "");
}

// No file may grow beyond ever larger limits, until there is room enough.
TEST_F(BackupTest, GoesOnAfterADiskThatWasFull) {
  service_.reset();
  const auto failures = FailuresUntilItFits(
      [&] { return BackupFailure(); },
      [&] { EXPECT_FALSE(std::filesystem::exists(In("backup") / HeadFile::kFileName)); });
  EXPECT_THAT(failures, Contains(HasSubstr("the log: opening")));
  EXPECT_THAT(failures, Contains(HasSubstr("the log: in the background")));
  EXPECT_EQ(RestoreFailure({}), "");
  EXPECT_EQ(OpenIn("restored")->log().size(), town_.leaves().size());
}

TEST_F(BackupTest, IsNotRestoredOntoAFullDiskAndLeavesNothingThere) {
  ASSERT_EQ(BackupFailure(), "");
  service_.reset();
  const auto failures =
      FailuresUntilItFits([&] { return RestoreFailure({}); },
                          [&] { EXPECT_TRUE(std::filesystem::is_empty(In("restored"))); });
  EXPECT_THAT(failures, Contains(HasSubstr("the log: opening")));
  EXPECT_THAT(failures, Contains(HasSubstr("the log: in the background")));
  EXPECT_EQ(OpenIn("restored")->log().size(), town_.leaves().size());
}

TEST_F(BackupTest, WithoutAHeadIsNotRestored) {
  ASSERT_EQ(BackupFailure(), "");
  std::filesystem::remove(In("backup") / HeadFile::kFileName);
  EXPECT_THAT(RestoreFailure({service_->checkpoint()}), HasSubstr("no signed head"));
  EXPECT_FALSE(std::filesystem::exists(In("restored")));
}

TEST_F(BackupTest, IsNotRestoredUnderAFileOrOntoALinkThatLeadsNowhere) {
  ASSERT_EQ(BackupFailure(), "");
  std::ofstream(In("file")) << "x";
  const auto done = Restore(In("backup"), In("file") / "restored", {});
  ASSERT_FALSE(done);
  EXPECT_THAT(done.error().message, HasSubstr("the folder " + In("file").string()));

  // A disk for the log that is not there, and a link that leads to itself.
  for (const char* name : {"log", "state"}) {
    std::filesystem::create_directory(In("restored"));
    std::filesystem::create_symlink(In("not there"), In("restored") / name);
    EXPECT_THAT(RestoreFailure({}), HasSubstr("already")) << name;
    EXPECT_FALSE(std::filesystem::exists(In("not there")));
    std::filesystem::remove(In("restored") / name);
    std::filesystem::create_symlink(name, In("restored") / name);
    EXPECT_THAT(RestoreFailure({}), HasSubstr("already")) << name;
    std::filesystem::remove_all(In("restored"));
  }
}

// The folder as a crash leaves it between two steps of a restore. Whichever step it was, the
// service refuses the folder and says what to do, and the next restore completes.
TEST_F(BackupTest, RestoreCompletesAfterACrashAtAnyStep) {
  ASSERT_EQ(BackupFailure(), "");
  service_.reset();
  const std::filesystem::path folder = In("restored");
  const auto move = [&](const char* from, const char* to) {
    std::filesystem::rename(folder / from, folder / to);
  };
  const std::vector<std::function<void()>> undo = {
      [] {},                                                           // before the mark goes
      [&] { move("log", "log.new"); },                                 // before the log's move
      [&] { std::filesystem::remove(folder / HeadFile::kFileName); },  // before the head
      [&] { move("state", "state.new"); },                             // before the state's move
      [&] { std::filesystem::remove_all(folder / "state.new" / "CURRENT"); },  // while it is built
      [&] { std::filesystem::remove_all(folder / "log.new"); },  // before the log is built
  };
  for (size_t undone = 1; undone <= undo.size(); ++undone) {
    SCOPED_TRACE(undone);
    ASSERT_EQ(RestoreFailure({}), "");
    for (size_t i = 0; i < undone; ++i) undo[i]();
    std::ofstream(folder / "restore.unfinished") << "";
    const auto refused = TryOpenIn("restored");
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message, HasSubstr("run enishid restore again"));

    ASSERT_EQ(RestoreFailure({}), "");
    EXPECT_FALSE(std::filesystem::exists(folder / "restore.unfinished"));
    EXPECT_FALSE(std::filesystem::exists(folder / "log.new"));
    EXPECT_FALSE(std::filesystem::exists(folder / "state.new"));
    EXPECT_EQ(OpenIn("restored")->log().size(), town_.leaves().size());
    std::filesystem::remove_all(folder);
  }
}

TEST_F(BackupTest, IsNotRestoredWhereItsHeadCannotBeStored) {
  ASSERT_EQ(BackupFailure(), "");
  std::filesystem::create_directories(In("restored") / "head.new");
  EXPECT_THAT(RestoreFailure({}), HasSubstr("the file of the last head: writing"));
  EXPECT_FALSE(std::filesystem::exists(In("restored") / "log")) << "a ledger would start";
}

}  // namespace
}  // namespace enishi
