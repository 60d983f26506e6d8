#include "ledger/log/rocksdb/rocksdb_log.h"

#include <gtest/gtest.h>
#include <rocksdb/db.h>

#include <fstream>

#include "ledger/log/rocksdb/entry_row.h"
#include "tests/run_and_crash.h"
#include "tests/temporary_folder.h"

namespace enishi {
namespace {

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
  auto log = Open();
  ASSERT_EQ(log->Append(*log->BeginEpoch(), 0, Entries(0, 5)), AppendResult::kAppended);
  log.reset();
  Tamper([](rocksdb::DB& db) { db.Delete(rocksdb::WriteOptions(), EntryRowKey(3)); });
  log = Open();
  EXPECT_FALSE(log->Read(3));
  const auto read = log->ReadRange(0, 5, [](uint64_t, const StoredEntry&) { return true; });
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().message.find("entry 3"), std::string::npos) << read.error().message;
}

TEST_F(RocksdbLogTest, RefusesToOpenOnALastRowThatDoesNotDecode) {
  auto log = Open();
  ASSERT_EQ(log->Append(*log->BeginEpoch(), 0, Entries(0, 5)), AppendResult::kAppended);
  log.reset();
  Tamper([](rocksdb::DB& db) { db.Put(rocksdb::WriteOptions(), EntryRowKey(4), "short"); });
  EXPECT_NE(OpenFailure().find("entry 4"), std::string::npos);
}

TEST_F(RocksdbLogTest, RefusesAnotherFormat) {
  Open().reset();
  Tamper([](rocksdb::DB& db) {
    db.Put(rocksdb::WriteOptions(), "mformat", std::string("\0\0\0\x02", 4));
  });
  EXPECT_NE(OpenFailure().find("format"), std::string::npos);
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
