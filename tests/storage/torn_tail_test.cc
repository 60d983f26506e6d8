#include "ledger/storage/torn_tail.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "ledger/log/rocksdb_log.h"
#include "tests/fixtures/run_and_crash.h"
#include "tests/fixtures/temporary_folder.h"
#include "tests/log/log_on_disk.h"

namespace enishi {
namespace {

constexpr size_t kFirst = 3;
constexpr size_t kEntries = 40;

std::string ReadBytes(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// A record of several blocks; its leaf ends in zeroes, as good bytes may.
StoredEntry Entry(uint64_t index) {
  return {.leaf = std::string(1'000 + index, 'l') + std::string(9, '\0'),
          .outcome = "outcome",
          .links = {index << 8}};
}

// The write-ahead log of a RocksdbLog that crashed after appends of three and of forty entries.
class TornEndTest : public ::testing::Test {
 protected:
  void SetUp() override {
    RunAndCrash(folder_, [&] {
      auto log = *RocksdbLog::Open({.folder = LogFolder()});
      const uint64_t epoch = *log->BeginEpoch();
      EXPECT_EQ(Append(*log, epoch, 0, kFirst), AppendResult::kAppended);
      std::filesystem::copy_file(WriteAheadLog(), folder_.path() / "before");
      EXPECT_EQ(Append(*log, epoch, kFirst, kEntries), AppendResult::kAppended);
      std::ignore = log.release();
    });
    before_ = ReadBytes(folder_.path() / "before");
    file_ = ReadBytes(WriteAheadLog());
    ASSERT_TRUE(file_.starts_with(before_));
    ASSERT_GT(file_.size(), before_.size() + kEntries * 1'000);
  }

  static AppendResult Append(RocksdbLog& log, uint64_t epoch, uint64_t first, uint64_t count) {
    std::vector<StoredEntry> entries;
    for (uint64_t i = first; i < first + count; ++i) entries.push_back(Entry(i));
    return log.Append(epoch, first, entries);
  }
  [[nodiscard]] std::filesystem::path LogFolder() const { return folder_.path() / "log"; }
  [[nodiscard]] std::filesystem::path WriteAheadLog() const {
    std::filesystem::path newest;
    for (const auto& file : std::filesystem::directory_iterator(LogFolder())) {
      if (file.path().extension() == ".log") newest = std::max(newest, file.path());
    }
    return newest;
  }
  // As long as it was, with zeroes from there on.
  [[nodiscard]] std::string ZeroesFrom(size_t offset) const {
    return file_.substr(0, offset) + std::string(file_.size() - offset, '\0');
  }
  // The size of the log that opens on such a write-ahead log and can be written; nothing where none
  // does.
  [[nodiscard]] std::optional<uint64_t> SizeOn(const std::string& file) const {
    const auto copy = folder_.path() / "copy";
    std::filesystem::remove_all(copy);
    std::filesystem::copy(LogFolder(), copy);
    std::ofstream(copy / WriteAheadLog().filename(), std::ios::binary) << file;
    const auto log = RocksdbLog::Open({.folder = copy});
    if (!log) return std::nullopt;
    const uint64_t size = (*log)->size();
    EXPECT_EQ(Append(**log, *(*log)->BeginEpoch(), size, 1), AppendResult::kAppended);
    return size;
  }

  TemporaryFolder folder_;
  std::string before_;
  std::string file_;
};

TEST_F(TornEndTest, IsNotSeenWhereEverythingWasWritten) {
  EXPECT_EQ(FindTornEnd(""), std::nullopt);
  EXPECT_EQ(FindTornEnd(before_), std::nullopt);
  EXPECT_EQ(FindTornEnd(file_), std::nullopt);
  EXPECT_EQ(SizeOn(file_), kFirst + kEntries);
}

TEST_F(TornEndTest, BeginsWithTheRecordThatMeetsZeroes) {
  for (size_t offset = before_.size(); offset + 20 < file_.size(); offset += 997) {
    ASSERT_EQ(FindTornEnd(ZeroesFrom(offset)), before_.size()) << offset;
  }
}

TEST_F(TornEndTest, IsCutByAStartThatLosesNothingElse) {
  for (const size_t offset :
       {before_.size(), before_.size() + 1, before_.size() + 6, before_.size() + 7,
        before_.size() + 500, size_t{32'768}, size_t{32'768 + 3}, file_.size() - 100}) {
    ASSERT_EQ(SizeOn(ZeroesFrom(offset)), kFirst) << offset;
  }
}

TEST_F(TornEndTest, IsNoExcuseForDamageBeforeIt) {
  // The last of the good records: where its length is damaged so that it reaches into the zeroes,
  // it looks as if it had not been written whole, as one does that reaches beyond the file's end.
  const std::string cut = before_.substr(0, before_.size() - 20) + std::string(1'000, '\0');
  const size_t last_record = *FindTornEnd(cut);
  ASSERT_LT(last_record, before_.size());
  const std::string torn = ZeroesFrom(before_.size() + 500);
  for (size_t bit = 0; bit < before_.size() * 8; bit += 7) {
    if (bit / 8 >= last_record + 4 && bit / 8 < last_record + 6) continue;
    std::string damaged = torn;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
    ASSERT_EQ(FindTornEnd(damaged), std::nullopt) << "bit " << bit;
  }
}

// A log that was written to a disk in memory and is still open: one append for each leaf, which has
// so many bytes.
class Appended {
 public:
  explicit Appended(const std::vector<size_t>& leaf_bytes) {
    CHECK(written_.Open().empty());
    const uint64_t epoch = *written_.log->BeginEpoch();
    for (const size_t bytes : leaf_bytes) {
      const StoredEntry entry{.leaf = std::string(bytes, 'l'), .outcome = "outcome", .links = {}};
      CHECK(written_.log->Append(epoch, written_.log->size(), {&entry, 1}) ==
            AppendResult::kAppended);
    }
    for (const auto& [path, bytes] : written_.disk->AsItIs()) {
      if (path.ends_with(".log") && !bytes.empty()) path_ = path;
    }
  }
  // The write-ahead log.
  [[nodiscard]] std::string file() const { return written_.disk->AsItIs().at(path_); }
  // As many entries as open on it with zeroes from there on.
  [[nodiscard]] std::optional<uint64_t> SizeWithZeroesFrom(size_t offset) const {
    testing::Image image = written_.disk->AsItIs();
    std::string& bytes = image.at(path_);
    std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(offset), bytes.end(), '\0');
    testing::LogOnDisk again(image);
    return again.Open().empty() ? std::optional(again.log->size()) : std::nullopt;
  }

 private:
  testing::LogOnDisk written_;
  std::string path_;
};

std::string WithZeroesFrom(std::string file, size_t offset) {
  std::fill(file.begin() + static_cast<std::ptrdiff_t>(offset), file.end(), '\0');
  return file;
}

constexpr size_t kBlock = 32'768;

// What is too short for a header at the end of a block stays empty, which is no torn end.
TEST(TornEndInBlocks, IsSeenBehindTheUnusedEndOfABlock) {
  const size_t first_leaf = 20'000 + kBlock - 3 - Appended({20'000}).file().size();
  ASSERT_EQ(Appended({first_leaf}).file().size(), kBlock - 3);
  const size_t second_end = Appended({first_leaf, 500}).file().size();
  const Appended log({first_leaf, 500, 500});
  EXPECT_EQ(FindTornEnd(log.file()), std::nullopt);
  for (const size_t offset : {kBlock + 1, kBlock + 300, second_end - 20}) {
    EXPECT_EQ(FindTornEnd(WithZeroesFrom(log.file(), offset)), kBlock) << offset;
    EXPECT_EQ(log.SizeWithZeroesFrom(offset), 1U) << offset;
  }
  for (const size_t offset : {second_end + 1, second_end + 300}) {
    EXPECT_EQ(FindTornEnd(WithZeroesFrom(log.file(), offset)), second_end) << offset;
    EXPECT_EQ(log.SizeWithZeroesFrom(offset), 2U) << offset;
  }
}

TEST(TornEndInBlocks, IsSeenInAndBehindARecordOfManyBlocks) {
  const size_t first_end = Appended({500}).file().size();
  const size_t second_end = Appended({500, 200'000}).file().size();
  const Appended log({500, 200'000, 500});
  EXPECT_EQ(FindTornEnd(log.file()), std::nullopt);
  for (size_t offset = first_end + 1; offset < second_end; offset += kBlock / 2) {
    EXPECT_EQ(FindTornEnd(WithZeroesFrom(log.file(), offset)), first_end) << offset;
    EXPECT_EQ(log.SizeWithZeroesFrom(offset), 1U) << offset;
  }
  EXPECT_EQ(FindTornEnd(WithZeroesFrom(log.file(), second_end + 300)), second_end);
  EXPECT_EQ(log.SizeWithZeroesFrom(second_end + 300), 2U);
}

// No record reaches over the end of its block: a length that says so was damaged.
TEST(TornEndInBlocks, IsNotSeenBehindALengthThatPassesItsBlock) {
  const size_t first_end = Appended({500}).file().size();
  const Appended log({500, 200'000, 500});
  std::string torn = WithZeroesFrom(log.file(), log.file().size() - 300);
  ASSERT_TRUE(FindTornEnd(torn));
  torn[first_end + 4] = '\xff';
  torn[first_end + 5] = '\xff';
  EXPECT_EQ(FindTornEnd(torn), std::nullopt);
}

}  // namespace
}  // namespace enishi
