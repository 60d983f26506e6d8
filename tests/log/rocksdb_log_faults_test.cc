#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rocksdb/db.h>
#include <rocksdb/table.h>

#include <set>

#include "tests/log/log_on_disk.h"

// The log on a disk that does not read, or that fails while a start cuts off what a power cut left.
// Whatever it refuses it says, and a working disk then has everything.

namespace enishi {
namespace {

using testing::FaultyDisk;
using ::testing::HasSubstr;
using testing::Image;
using testing::LogOnDisk;

constexpr uint64_t kEntries = 5;
constexpr std::string_view kHead = "head of 5";

// The log's leaves are long enough for a cut in the middle of one.
std::vector<StoredEntry> Entries(uint64_t first, uint64_t count) {
  std::vector<StoredEntry> entries;
  for (uint64_t i = first; i < first + count; ++i) {
    entries.push_back(
        {.leaf = std::string(500, static_cast<char>('a' + i)), .outcome = "outcome", .links = {i}});
  }
  return entries;
}

// A disk that works has them all, and takes more.
void ExpectWhole(const Image& image, uint64_t entries, std::string_view head) {
  LogOnDisk whole(image);
  ASSERT_EQ(whole.Open(), "");
  ASSERT_EQ(whole.log->size(), entries);
  for (uint64_t i = 0; i < entries; ++i) {
    EXPECT_EQ(whole.log->Read(i)->leaf, Entries(i, 1)[0].leaf);
  }
  EXPECT_EQ(*whole.log->LastHead(), head);
  EXPECT_EQ(whole.log->Append(*whole.log->BeginEpoch(), entries, Entries(entries, 1)),
            AppendResult::kAppended);
}

// A log whose every row is read from the disk on its own: each lies in a block of a table.
Image InTables() {
  LogOnDisk written;
  EXPECT_EQ(written.Open(), "");
  EXPECT_EQ(written.log->Append(*written.log->BeginEpoch(), 0, Entries(0, kEntries)),
            AppendResult::kAppended);
  EXPECT_TRUE(written.log->StoreHead(std::string(kHead)));
  written.log.reset();
  rocksdb::Options options;
  options.env = written.env.get();
  rocksdb::BlockBasedTableOptions table;
  table.block_size = 1;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  rocksdb::DB* opened = nullptr;
  EXPECT_TRUE(rocksdb::DB::Open(options, "/log", &opened).ok());
  delete opened;
  return written.disk->AsItIs();
}

TEST(RocksdbLogFaults, AStartSaysWhichReadFailedAndLosesNothing) {
  const Image image = InTables();
  std::set<std::string> met;
  for (uint64_t number = 0;; ++number) {
    LogOnDisk faulty(image);
    faulty.disk->FailReads(number);
    const std::string refused = faulty.Open();
    if (faulty.disk->failed().empty()) break;
    SCOPED_TRACE(::testing::Message() << number << ": " << refused);
    if (refused.empty()) {
      EXPECT_EQ(faulty.log->size(), kEntries);
    } else {
      EXPECT_THAT(refused, HasSubstr("the log: "));
      EXPECT_THAT(refused, HasSubstr(FaultyDisk::kBroken));
      met.insert(refused.substr(0, refused.find(':', sizeof("the log:"))));
    }
    faulty.log.reset();
    ExpectWhole(faulty.disk->AsItIs(), kEntries, kHead);
  }
  EXPECT_THAT(met, ::testing::IsSupersetOf({"the log: opening", "the log: reading the epoch",
                                            "the log: reading the format",
                                            "the log: looking for the last entry"}));
}

TEST(RocksdbLogFaults, AReaderIsToldWhatCouldNotBeReadUntilItCan) {
  LogOnDisk faulty(InTables());
  ASSERT_EQ(faulty.Open(), "");
  faulty.disk->FailReads(faulty.disk->reads(), UINT64_MAX);
  uint64_t seen = 0;
  const auto visit = [&](uint64_t, const StoredEntry&) {
    ++seen;
    return true;
  };
  const auto entry = faulty.log->Read(2);
  ASSERT_FALSE(entry);
  EXPECT_THAT(entry.error().message, HasSubstr("the log: reading entry 2: IO error"));
  const auto range = faulty.log->ReadRange(1, 3, visit);
  ASSERT_FALSE(range);
  EXPECT_THAT(range.error().message, HasSubstr("the log: reading entry 1: IO error"));
  EXPECT_EQ(seen, 0U);
  const auto head = faulty.log->LastHead();
  ASSERT_FALSE(head);
  EXPECT_THAT(head.error().message, HasSubstr("the log: reading the last head: IO error"));

  faulty.disk->FailReads(UINT64_MAX);
  EXPECT_EQ(faulty.log->Read(2)->leaf, Entries(2, 1)[0].leaf);
  EXPECT_TRUE(faulty.log->ReadRange(1, 3, visit));
  EXPECT_EQ(seen, 3U);
  EXPECT_EQ(*faulty.log->LastHead(), kHead);
  EXPECT_EQ(faulty.log->failure(), "");
}

// What a power cut leaves of an append that was never acknowledged: its length, and zeroes.
Image TornBehind(uint64_t entries) {
  LogOnDisk written;
  EXPECT_EQ(written.Open(), "");
  const uint64_t epoch = *written.log->BeginEpoch();
  EXPECT_EQ(written.log->Append(epoch, 0, Entries(0, entries)), AppendResult::kAppended);
  EXPECT_EQ(written.log->Append(epoch, entries, Entries(entries, 1)), AppendResult::kAppended);
  Image image = written.disk->AsItIs();
  for (auto& [path, bytes] : image) {
    if (path.ends_with(".log") && !bytes.empty()) bytes.replace(bytes.size() - 300, 300, 300, '\0');
  }
  return image;
}

// One start after another, of which each meets the next fault; how many there were.
uint64_t FailEach(const Image& image, const std::function<void(FaultyDisk&, uint64_t)>& arm) {
  uint64_t number = 0;
  for (;; ++number) {
    LogOnDisk faulty(image);
    arm(*faulty.disk, number);
    const std::string refused = faulty.Open();
    if (faulty.disk->failed().empty()) break;
    SCOPED_TRACE(::testing::Message()
                 << number << ": " << faulty.disk->failed() << ": " << refused);
    if (!refused.empty()) {
      EXPECT_THAT(refused, HasSubstr("the log: "));
    }
    faulty.log.reset();
    ExpectWhole(faulty.disk->AsItIs(), 3, "");
    ExpectWhole(faulty.disk->AfterPowerCut(), 3, "");
    if (::testing::Test::HasFailure()) break;
  }
  return number;
}

TEST(RocksdbLogFaults, ACutOfATornEndThatFailsIsMadeByTheNextStart) {
  const Image image = TornBehind(3);
  ExpectWhole(image, 3, "");
  const auto lose = [](FaultyDisk& disk, uint64_t number) {
    disk.FailChange(number, FaultyDisk::Effect::kLost);
  };
  const auto keep = [](FaultyDisk& disk, uint64_t number) {
    disk.FailChange(number, FaultyDisk::Effect::kKept);
  };
  const auto read = [](FaultyDisk& disk, uint64_t number) { disk.FailReads(number); };
  EXPECT_GT(FailEach(image, lose), 10U);
  EXPECT_GT(FailEach(image, keep), 10U);
  EXPECT_GT(FailEach(image, read), 5U);
}

// A disk on which something comes between a start that found the log damaged and the look for a
// torn end that follows.
class ContestedDisk : public FaultyDisk {
 public:
  enum class By { kAnotherProcess, kAFolderThatIsNotRead };
  ContestedDisk(const Image& image, By by) : FaultyDisk(image), by_(by) {}

  rocksdb::IOStatus LockFile(const std::string& path, const rocksdb::IOOptions& options,
                             rocksdb::FileLock** lock, rocksdb::IODebugContext* context) override {
    if (++locks_ == 2 && by_ == By::kAnotherProcess) {
      return rocksdb::IOStatus::IOError("locked", path);
    }
    return FaultyDisk::LockFile(path, options, lock, context);
  }
  rocksdb::IOStatus GetChildren(const std::string& path, const rocksdb::IOOptions& options,
                                std::vector<std::string>* names,
                                rocksdb::IODebugContext* context) override {
    if (locks_ == 2) return rocksdb::IOStatus::IOError(std::string(kBroken), path);
    return FaultyDisk::GetChildren(path, options, names, context);
  }
  [[nodiscard]] int locks() const { return locks_; }

 private:
  const By by_;
  int locks_ = 0;
};

TEST(RocksdbLogFaults, ATornEndIsLeftAloneWhereTheFolderIsNotOurs) {
  const Image image = TornBehind(3);
  for (const auto by :
       {ContestedDisk::By::kAnotherProcess, ContestedDisk::By::kAFolderThatIsNotRead}) {
    const auto disk = std::make_shared<ContestedDisk>(image, by);
    LogOnDisk contested(disk);
    EXPECT_THAT(contested.Open(), HasSubstr("the log: opening: Corruption"));
    EXPECT_EQ(disk->locks(), 2);
    const Image after = disk->AsItIs();
    for (const auto& [path, bytes] : image) {
      if (!path.ends_with(".log")) continue;
      EXPECT_EQ(after.at(path), bytes) << path;
    }
    ExpectWhole(after, 3, "");
  }
}

}  // namespace
}  // namespace enishi
