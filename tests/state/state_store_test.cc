#include "ledger/state/state_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rocksdb/db.h>
#include <rocksdb/perf_context.h>

#include <fstream>
#include <map>
#include <thread>

#include "ledger/rules/state/rows.h"
#include "tests/fixtures/run_and_crash.h"
#include "tests/fixtures/temporary_folder.h"

namespace enishi {
namespace {

using testing::HasSubstr;

std::string CounterKey(uint64_t i) { return "a" + std::to_string(i); }

// What the first `size` entries of an imaginary log leave: entry i writes the row of i and a common
// counter, and removes the row of i - 10.
Overlay::Rows RowsOfEntry(uint64_t i) {
  Overlay::Rows rows;
  rows["c"] = std::to_string(i + 1);
  rows[CounterKey(i)] = "row";
  if (i >= 10) rows[CounterKey(i - 10)] = std::nullopt;
  return rows;
}

class StateStoreTest : public testing::Test {
 protected:
  StateStore::Options In(const std::string& name) { return {.folder = folder_.path() / name}; }
  static std::unique_ptr<StateStore> Open(const StateStore::Options& options) {
    auto store = StateStore::Open(options);
    EXPECT_TRUE(store) << store.error().message;
    return store ? *std::move(store) : nullptr;
  }
  static void Apply(StateStore& store, uint64_t end) {
    for (uint64_t i = store.applied_size(); i < end; ++i) {
      ASSERT_TRUE(store.Write(RowsOfEntry(i), i + 1));
    }
  }
  void Tamper(const std::string& name, const std::function<void(rocksdb::DB&)>& change) {
    rocksdb::DB* opened = nullptr;
    ASSERT_TRUE(rocksdb::DB::Open(rocksdb::Options(), folder_.path() / name, &opened).ok());
    const std::unique_ptr<rocksdb::DB> db(opened);
    change(*db);
  }

  TemporaryFolder folder_;
};

TEST_F(StateStoreTest, ReadsAndScansWhatWasWritten) {
  const auto store = Open(In("state"));
  ASSERT_TRUE(store->Write({{"ab", "1"}, {"ac", "2"}, {"b", "3"}}, 1));
  ASSERT_TRUE(store->Write({{"ac", std::nullopt}, {"ad", "4"}}, 2));
  EXPECT_EQ(store->latest().Get("ab"), "1");
  EXPECT_EQ(store->latest().Get("ac"), std::nullopt);
  std::map<std::string, std::string> seen;
  store->latest().Scan("a", [&](std::string_view key, std::string_view value) {
    seen.emplace(key, value);
    return true;
  });
  EXPECT_THAT(seen, testing::ElementsAre(testing::Pair("ab", "1"), testing::Pair("ad", "4")));
  EXPECT_EQ(store->applied_size(), 2U);
}

// The filter that says "no such id" was one block for a table; where that did not fit the cache,
// every payment read all of it from the disk.
TEST_F(StateStoreTest, ReadsNoFilterTwiceForAnIdThatIsNewHoweverLargeTheTable) {
  auto options = In("state");
  options.cache_bytes = size_t{64} << 10;  // half of what the filter of this table takes
  const auto store = Open(options);
  Overlay::Rows rows;
  for (uint64_t i = 0; i < 100'000; ++i) rows[CounterKey(i)] = "row";
  ASSERT_TRUE(store->Write(rows, 1));
  ASSERT_TRUE(store->Flush());
  rocksdb::PerfContext& reads = *rocksdb::get_perf_context();
  reads.Reset();
  EXPECT_EQ(store->latest().Get("a50000x"), std::nullopt);
  EXPECT_GT(reads.filter_block_read_count, 0U);
  reads.Reset();
  EXPECT_EQ(store->latest().Get("a50000x"), std::nullopt);
  EXPECT_EQ(reads.filter_block_read_count, 0U);
}

TEST_F(StateStoreTest, ScansPrefixesThatEndInTheHighestByte) {
  const auto store = Open(In("state"));
  const std::string high = "a\xff";
  ASSERT_TRUE(store->Write({{high + "x", "1"}, {"b", "2"}, {"\xff\xffz", "3"}}, 1));
  std::vector<std::string> seen;
  const auto collect = [&](std::string_view, std::string_view value) {
    seen.emplace_back(value);
    return true;
  };
  store->latest().Scan(high, collect);
  store->latest().Scan("\xff\xff", collect);
  EXPECT_THAT(seen, testing::ElementsAre("1", "3"));
}

TEST_F(StateStoreTest, AReaderSeesNothingThatIsWrittenMeanwhile) {
  const auto store = Open(In("state"));
  ASSERT_TRUE(store->Write({{"a", "old"}}, 1));
  bool has_read = false;
  store->ReadAt([&](const View& view, uint64_t size) {
    EXPECT_EQ(size, 1U);
    ASSERT_TRUE(store->Write({{"a", "new"}, {"b", "new"}}, 2));
    store->ReadAt([&](const View&, uint64_t later) { EXPECT_EQ(later, 2U); });
    has_read = true;
    EXPECT_EQ(view.Get("a"), "old");
    EXPECT_EQ(view.Get("b"), std::nullopt);
  });
  EXPECT_TRUE(has_read);
  EXPECT_EQ(store->latest().Get("a"), "new");
}

TEST_F(StateStoreTest, KeepsEverythingWhenClosed) {
  auto store = Open(In("state"));
  Apply(*store, 25);
  ASSERT_TRUE(store->WriteTiles(
      std::vector<TileRow>{{.id = {.level = 1, .number = 2}, .hashes = "hashes"}}, 20));
  store.reset();
  store = Open(In("state"));
  EXPECT_EQ(store->applied_size(), 25U);
  EXPECT_EQ(store->tree_size(), 20U);
  EXPECT_EQ(*store->ReadTile({.level = 1, .number = 2}), "hashes");
  EXPECT_FALSE(store->ReadTile({.level = 1, .number = 3}));
  EXPECT_EQ(store->latest().Get("c"), "25");
}

TEST_F(StateStoreTest, WhatACrashLeavesIsTheStateAfterSomeEarlierWrite) {
  RunAndCrash(folder_, [&] {
    auto options = In("crashed");
    options.replay_max = 64;
    StateStore* store = Open(options).release();
    Apply(*store, 1000);
  });
  auto crashed = Open(In("crashed"));
  const uint64_t size = crashed->applied_size();
  EXPECT_GT(size, 1000U - 64U);
  const auto expected = Open(In("expected"));
  Apply(*expected, size);
  EXPECT_EQ(*crashed->FirstDifference(*expected), "");
  Apply(*crashed, 1000);
  Apply(*expected, 1000);
  EXPECT_EQ(*crashed->FirstDifference(*expected), "");
}

TEST_F(StateStoreTest, ACrashLosesWhatWasNotFlushedAndNothingElse) {
  RunAndCrash(folder_, [&] {
    StateStore* store = Open(In("state")).release();
    Apply(*store, 30);
    ASSERT_TRUE(store->Flush());
    Apply(*store, 60);
  });
  EXPECT_EQ(Open(In("state"))->applied_size(), 30U);
}

TEST_F(StateStoreTest, TilesAndRowsOfTwoThreadsSurviveInTheOrderOfTheirWrites) {
  RunAndCrash(folder_, [&] {
    StateStore* store = Open(In("state")).release();
    std::thread tiles([&] {
      for (uint64_t size = 1; size <= 500; ++size) {
        const TileRow tile{.id = {}, .hashes = std::to_string(size)};
        ASSERT_TRUE(store->WriteTiles({&tile, 1}, size));
      }
    });
    Apply(*store, 500);
    ASSERT_TRUE(store->Flush());
    tiles.join();
  });
  const auto store = Open(In("state"));
  EXPECT_EQ(store->applied_size(), 500U);
  EXPECT_EQ(store->latest().Get("c"), "500");
  if (store->tree_size() > 0) {
    EXPECT_EQ(*store->ReadTile({}), std::to_string(store->tree_size()));
  }
}

TEST_F(StateStoreTest, NamesTheFirstDifference) {
  const auto one = Open(In("one"));
  const auto other = Open(In("other"));
  Apply(*one, 3);
  Apply(*other, 3);
  EXPECT_EQ(*one->FirstDifference(*other), "");
  ASSERT_TRUE(other->Write({{"c", "changed"}}, 3));
  EXPECT_THAT(*one->FirstDifference(*other), HasSubstr("63"));
  ASSERT_TRUE(one->Write({{"c", "changed"}, {"z", ""}}, 3));
  EXPECT_THAT(*one->FirstDifference(*other), HasSubstr("only one has the row 7a"));
  EXPECT_THAT(*other->FirstDifference(*one), HasSubstr("only one has the row 7a"));
}

TEST_F(StateStoreTest, RemembersARowThatDoesNotDecodeAndTakesNothingMore) {
  const auto store = Open(In("state"));
  ASSERT_TRUE(store->Write({{"l", "no ledger row"}}, 1));
  EXPECT_EQ(Find<LedgerRow>(store->latest(), {}), std::nullopt);
  EXPECT_THAT(store->failure(), HasSubstr("6c"));
  EXPECT_FALSE(store->Write({{"a", "1"}}, 2));
  EXPECT_FALSE(store->WriteTiles({}, 1));
  EXPECT_FALSE(store->Flush());
  EXPECT_EQ(store->applied_size(), 1U);
}

TEST_F(StateStoreTest, RemembersDamageThatAReaderMeets) {
  const auto store = Open(In("state"));
  store->Read([](const View& view) { view.NoteDamage("x"); });
  EXPECT_NE(store->failure(), "");
}

TEST_F(StateStoreTest, RemembersARowThatCannotBeRead) {
  auto store = Open(In("state"));
  Overlay::Rows rows;
  for (int i = 0; i < 20'000; ++i) rows["b" + std::to_string(i)] = std::to_string(i * 7919);
  ASSERT_TRUE(store->Write(rows, 1));
  store.reset();
  for (const auto& file : std::filesystem::directory_iterator(folder_.path() / "state")) {
    if (file.path().extension() != ".sst") continue;
    std::fstream bytes(file.path(), std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekp(static_cast<std::streamoff>(file.file_size() / 2));
    bytes.write("damage", 6);
  }
  store = Open(In("state"));
  for (const auto& [key, value] : rows) {
    const auto read = store->latest().Get(key);
    if (read) {
      ASSERT_EQ(read, value);
    }
  }
  EXPECT_NE(store->failure(), "");
}

TEST_F(StateStoreTest, RefusesAnotherFormat) {
  Open(In("state")).reset();
  Tamper("state", [](rocksdb::DB& db) {
    db.Put(rocksdb::WriteOptions(), "Mformat", std::string("\0\0\0\x03", 4));
  });
  const auto store = StateStore::Open(In("state"));
  ASSERT_FALSE(store);
  EXPECT_THAT(store.error().message, HasSubstr("rebuild"));
}

TEST_F(StateStoreTest, RefusesADatabaseThatIsNotAState) {
  std::filesystem::create_directories(folder_.path());
  rocksdb::Options options;
  options.create_if_missing = true;
  rocksdb::DB* opened = nullptr;
  ASSERT_TRUE(rocksdb::DB::Open(options, folder_.path() / "state", &opened).ok());
  ASSERT_TRUE(opened->Put(rocksdb::WriteOptions(), "a", "b").ok());
  delete opened;
  EXPECT_FALSE(StateStore::Open(In("state")));
}

}  // namespace
}  // namespace enishi
