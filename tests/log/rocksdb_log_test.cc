#include "ledger/log/rocksdb_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rocksdb/db.h>

#include <fstream>

#include "ledger/log/entry_row.h"
#include "tests/fixtures/run_and_crash.h"
#include "tests/fixtures/temporary_folder.h"

namespace enishi {
namespace {

using ::testing::HasSubstr;

std::vector<StoredEntry> Entries(uint64_t first, uint64_t count) {
  std::vector<StoredEntry> entries;
  for (uint64_t i = first; i < first + count; ++i) {
    entries.push_back({.leaf = "leaf " + std::to_string(i), .outcome = "outcome", .links = {i}});
  }
  return entries;
}

class RocksdbLogTest : public testing::Test {
 protected:
  std::unique_ptr<RocksdbLog> Open() {
    auto log = RocksdbLog::Open({.folder = folder_.path() / "log"});
    EXPECT_TRUE(log) << log.error().message;
    return log ? *std::move(log) : nullptr;
  }
  // The database as someone with a tool for RocksDB sees it; the log must be closed.
  void Tamper(const std::function<void(rocksdb::DB&)>& change) {
    rocksdb::DB* opened = nullptr;
    ASSERT_TRUE(rocksdb::DB::Open(rocksdb::Options(), folder_.path() / "log", &opened).ok());
    const std::unique_ptr<rocksdb::DB> db(opened);
    change(*db);
  }
  std::string OpenFailure() {
    const auto log = RocksdbLog::Open({.folder = folder_.path() / "log"});
    return log ? "" : log.error().message;
  }
  Result<std::unique_ptr<RocksdbLog>, StorageFailure> OpenToRead() {
    return RocksdbLog::OpenToRead({.folder = folder_.path() / "log"});
  }
  std::string OpenToReadFailure() {
    const auto log = OpenToRead();
    return log ? "" : log.error().message;
  }
  void PutRow(const std::string& key, const std::string& value) {
    Tamper([&](rocksdb::DB& db) { ASSERT_TRUE(db.Put(rocksdb::WriteOptions(), key, value).ok()); });
  }
  void DeleteRow(const std::string& key) {
    Tamper([&](rocksdb::DB& db) { ASSERT_TRUE(db.Delete(rocksdb::WriteOptions(), key).ok()); });
  }
  // A closed log of five entries.
  void Fill() {
    auto log = Open();
    ASSERT_EQ(log->Append(*log->BeginEpoch(), 0, Entries(0, 5)), AppendResult::kAppended);
  }

  TemporaryFolder folder_;
};

TEST_F(RocksdbLogTest, AppendsAndReadsBackInOrder) {
  auto log = Open();
  const uint64_t epoch = *log->BeginEpoch();
  EXPECT_EQ(log->Append(epoch, 0, Entries(0, 3)), AppendResult::kAppended);
  EXPECT_EQ(log->Append(epoch, 3, Entries(3, 300)), AppendResult::kAppended);
  EXPECT_EQ(log->size(), 303U);
  EXPECT_EQ(log->Read(302)->leaf, "leaf 302");
  std::vector<uint64_t> seen;
  ASSERT_TRUE(log->ReadRange(250, 53, [&](uint64_t index, const StoredEntry& entry) {
    EXPECT_EQ(entry.links, std::vector<uint64_t>{index});
    seen.push_back(index);
    return true;
  }));
  EXPECT_EQ(seen.size(), 53U);
  EXPECT_EQ(seen.front(), 250U);
}

TEST_F(RocksdbLogTest, RefusesAnotherSizeAndWritesNothing) {
  auto log = Open();
  const uint64_t epoch = *log->BeginEpoch();
  ASSERT_EQ(log->Append(epoch, 0, Entries(0, 2)), AppendResult::kAppended);
  EXPECT_EQ(log->Append(epoch, 1, Entries(1, 5)), AppendResult::kRefused);
  EXPECT_EQ(log->Append(epoch, 3, Entries(3, 5)), AppendResult::kRefused);
  EXPECT_EQ(log->size(), 2U);
  EXPECT_EQ(log->failure(), "");
  EXPECT_EQ(log->Append(epoch, 2, Entries(2, 1)), AppendResult::kAppended);
}

TEST_F(RocksdbLogTest, RefusesTheWriterOfAnEarlierEpoch) {
  auto log = Open();
  EXPECT_EQ(log->Append(0, 0, Entries(0, 1)), AppendResult::kRefused);
  const uint64_t first = *log->BeginEpoch();
  const uint64_t second = *log->BeginEpoch();
  EXPECT_LT(first, second);
  EXPECT_EQ(log->Append(first, 0, Entries(0, 1)), AppendResult::kRefused);
  EXPECT_EQ(log->Append(second, 0, Entries(0, 1)), AppendResult::kAppended);
  log.reset();
  log = Open();
  EXPECT_EQ(*log->BeginEpoch(), second + 1);
}

TEST_F(RocksdbLogTest, RefusesReadsBeyondTheEnd) {
  auto log = Open();
  ASSERT_EQ(log->Append(*log->BeginEpoch(), 0, Entries(0, 2)), AppendResult::kAppended);
  const auto visit = [](uint64_t, const StoredEntry&) { return true; };
  EXPECT_FALSE(log->Read(2));
  EXPECT_FALSE(log->ReadRange(1, 2, visit));
  EXPECT_FALSE(log->ReadRange(2, 1, visit));
  EXPECT_FALSE(log->ReadRange(0, UINT64_MAX, visit));
  EXPECT_TRUE(log->ReadRange(2, 0, visit));
}

TEST_F(RocksdbLogTest, KeepsEntriesAndHeadWhenOpenedAgain) {
  auto log = Open();
  EXPECT_EQ(*log->LastHead(), "");
  ASSERT_EQ(log->Append(*log->BeginEpoch(), 0, Entries(0, 2)), AppendResult::kAppended);
  ASSERT_TRUE(log->StoreHead("head of 2"));
  log.reset();
  log = Open();
  EXPECT_EQ(log->size(), 2U);
  EXPECT_EQ(*log->LastHead(), "head of 2");
}

TEST_F(RocksdbLogTest, KeepsWhatWasAppendedWhenTheProcessGoesWithoutClosing) {
  RunAndCrash(folder_, [&] {
    RocksdbLog* log = Open().release();
    EXPECT_EQ(log->Append(*log->BeginEpoch(), 0, Entries(0, 9)), AppendResult::kAppended);
  });
  EXPECT_EQ(Open()->size(), 9U);
}

TEST_F(RocksdbLogTest, OnlyOneOpensTheFolder) {
  auto log = Open();
  EXPECT_NE(OpenFailure(), "");
}

TEST_F(RocksdbLogTest, NamesAMissingEntry) {
  Fill();
  DeleteRow(EntryRowKey(3));
  const auto log = Open();
  EXPECT_FALSE(log->Read(3));
  // With an entry behind the gap, and as the last one that was asked for.
  for (const uint64_t count : {5, 4}) {
    const auto read = log->ReadRange(0, count, [](uint64_t, const StoredEntry&) { return true; });
    ASSERT_FALSE(read);
    EXPECT_THAT(read.error().message, HasSubstr("entry 3: is missing"));
  }
}

TEST_F(RocksdbLogTest, NamesAnEntryThatDoesNotDecodeAndReadsTheOthers) {
  Fill();
  PutRow(EntryRowKey(2), "short");
  const auto log = Open();
  const auto entry = log->Read(2);
  ASSERT_FALSE(entry);
  EXPECT_THAT(entry.error().message, HasSubstr("entry 2: an entry's row is cut short"));
  std::vector<uint64_t> seen;
  const auto read = log->ReadRange(0, 5, [&](uint64_t index, const StoredEntry&) {
    seen.push_back(index);
    return true;
  });
  ASSERT_FALSE(read);
  EXPECT_THAT(read.error().message, HasSubstr("entry 2: an entry's row is cut short"));
  EXPECT_EQ(seen, (std::vector<uint64_t>{0, 1}));
  EXPECT_EQ(log->Read(1)->leaf, "leaf 1");
  EXPECT_EQ(log->Read(3)->leaf, "leaf 3");
}

TEST_F(RocksdbLogTest, RefusesToOpenOnALastRowThatDoesNotDecode) {
  Fill();
  PutRow(EntryRowKey(4), "short");
  EXPECT_THAT(OpenFailure(), HasSubstr("entry 4"));
  EXPECT_THAT(OpenToReadFailure(), HasSubstr("entry 4"));
}

// Such as another program's, in a folder that is not the log's or not the log's alone.
TEST_F(RocksdbLogTest, RefusesARowThatIsNotOneOfALogs) {
  Open().reset();
  PutRow("", "a row without a key");
  EXPECT_THAT(OpenFailure(), HasSubstr("a row that is not one of a log's"));
  DeleteRow("");
  Fill();
  for (const std::string& key : {EntryRowKey(9) + "x", EntryRowKey(UINT64_MAX).substr(0, 5)}) {
    PutRow(key, "something");
    EXPECT_THAT(OpenFailure(), HasSubstr("a row that is not one of a log's"));
    DeleteRow(key);
  }
  EXPECT_EQ(Open()->size(), 5U);
}

TEST_F(RocksdbLogTest, RefusesAnotherFormat) {
  Fill();
  for (const std::string& format :
       {std::string("\0\0\0\x02", 4), std::string("\0\0\x01", 3), std::string("\0\0\0\x01x", 5)}) {
    PutRow("mformat", format);
    EXPECT_THAT(OpenFailure(), HasSubstr("its format is not 1"));
    EXPECT_THAT(OpenToReadFailure(), HasSubstr("its format is not 1"));
  }
  DeleteRow("mformat");
  EXPECT_THAT(OpenFailure(), HasSubstr("does not say its format"));
  PutRow("mformat", std::string("\0\0\0\x01", 4));
  EXPECT_EQ(Open()->size(), 5U);
}

// A guess at the epoch could let two writers in.
TEST_F(RocksdbLogTest, RefusesADamagedEpoch) {
  Fill();
  for (const std::string& epoch : {std::string(7, '\0'), std::string(9, '\0')}) {
    PutRow("mepoch", epoch);
    EXPECT_THAT(OpenFailure(), HasSubstr("the epoch is damaged"));
  }
}

TEST_F(RocksdbLogTest, ReadsBesideAWriterAndTakesNothing) {
  const auto writer = Open();
  const uint64_t epoch = *writer->BeginEpoch();
  ASSERT_EQ(writer->Append(epoch, 0, Entries(0, 5)), AppendResult::kAppended);
  ASSERT_TRUE(writer->StoreHead("head of 5"));
  const auto opened = OpenToRead();
  ASSERT_TRUE(opened) << opened.error().message;
  RocksdbLog& reader = **opened;
  EXPECT_EQ(reader.size(), 5U);
  EXPECT_EQ(reader.Read(4)->leaf, "leaf 4");
  EXPECT_EQ(*reader.LastHead(), "head of 5");
  EXPECT_THAT(reader.failure(), HasSubstr("opened only to be read"));
  EXPECT_THAT(reader.BeginEpoch().error().message, HasSubstr("opened only to be read"));
  EXPECT_THAT(reader.StoreHead("forged").error().message, HasSubstr("opened only to be read"));
  EXPECT_EQ(reader.Append(epoch, 5, Entries(5, 1)), AppendResult::kRefused);
  EXPECT_EQ(writer->Append(epoch, 5, Entries(5, 1)), AppendResult::kAppended);
  EXPECT_EQ(*writer->LastHead(), "head of 5");
}

TEST_F(RocksdbLogTest, MakesNothingWhereThereIsNothingToRead) {
  EXPECT_THAT(OpenToReadFailure(), HasSubstr("the log: opening to read: "));
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "log"));
}

// The default recovery mode would open, and silently without what lies behind the damage.
TEST_F(RocksdbLogTest, RefusesToOpenBehindCorruptionInTheMiddle) {
  RunAndCrash(folder_, [&] {
    RocksdbLog* log = Open().release();
    const uint64_t epoch = *log->BeginEpoch();
    for (uint64_t i = 0; i < 50; ++i) {
      EXPECT_EQ(log->Append(epoch, i, Entries(i, 1)), AppendResult::kAppended);
    }
  });
  size_t damaged = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder_.path() / "log")) {
    if (file.path().extension() != ".log" || file.file_size() == 0) continue;
    std::fstream bytes(file.path(), std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekp(static_cast<std::streamoff>(file.file_size() / 2));
    bytes.write("XXXX", 4);
    ++damaged;
  }
  ASSERT_EQ(damaged, 1U);
  EXPECT_NE(OpenFailure(), "");
}

}  // namespace
}  // namespace enishi
