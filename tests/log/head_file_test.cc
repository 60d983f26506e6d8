#include "ledger/log/head_file.h"

#include <gtest/gtest.h>
#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include <fstream>

#include "tests/fixtures/temporary_folder.h"

namespace enishi {
namespace {

// A disk on which one step of writing a file fails, and every one after it.
class FailingDisk : public rocksdb::FileSystemWrapper {
 public:
  explicit FailingDisk(int fails_at)
      : FileSystemWrapper(rocksdb::FileSystem::Default()), left_(fails_at) {}
  [[nodiscard]] const char* Name() const override { return "FailingDisk"; }
  [[nodiscard]] bool has_failed() const { return left_ < 0; }

  rocksdb::IOStatus NewWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* file,
                                    rocksdb::IODebugContext* context) override {
    if (!Step()) return Failure();
    auto status = target()->NewWritableFile(path, options, file, context);
    if (status.ok()) *file = std::make_unique<File>(std::move(*file), *this);
    return status;
  }
  rocksdb::IOStatus RenameFile(const std::string& from, const std::string& to,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* context) override {
    return Step() ? target()->RenameFile(from, to, options, context) : Failure();
  }
  rocksdb::IOStatus NewDirectory(const std::string& path, const rocksdb::IOOptions& options,
                                 std::unique_ptr<rocksdb::FSDirectory>* directory,
                                 rocksdb::IODebugContext* context) override {
    return Step() ? target()->NewDirectory(path, options, directory, context) : Failure();
  }

 private:
  class File : public rocksdb::FSWritableFileOwnerWrapper {
   public:
    File(std::unique_ptr<rocksdb::FSWritableFile> file, FailingDisk& disk)
        : FSWritableFileOwnerWrapper(std::move(file)), disk_(disk) {}
    using FSWritableFileOwnerWrapper::Append;
    rocksdb::IOStatus Append(const rocksdb::Slice& data, const rocksdb::IOOptions& options,
                             rocksdb::IODebugContext* context) override {
      if (disk_.Step()) return FSWritableFileOwnerWrapper::Append(data, options, context);
      // What a full disk leaves: the beginning.
      FSWritableFileOwnerWrapper::Append({data.data(), data.size() / 2}, options, context)
          .PermitUncheckedError();
      return Failure();
    }
    rocksdb::IOStatus Fsync(const rocksdb::IOOptions& options,
                            rocksdb::IODebugContext* context) override {
      return disk_.Step() ? FSWritableFileOwnerWrapper::Fsync(options, context) : Failure();
    }

   private:
    FailingDisk& disk_;
  };

  static rocksdb::IOStatus Failure() { return rocksdb::IOStatus::IOError("the disk is broken"); }
  bool Step() { return left_ >= 0 && --left_ >= 0; }

  int left_;
};

class HeadFileTest : public ::testing::Test {
 protected:
  std::optional<std::string> Last() {
    const auto last = HeadFile({.folder = folder_.path()}).Last();
    EXPECT_TRUE(last) << last.error().message;
    return last ? *last : std::nullopt;
  }
  [[nodiscard]] std::filesystem::path Path() const { return folder_.path() / HeadFile::kFileName; }

  TemporaryFolder folder_;
};

TEST_F(HeadFileTest, TellsThatNothingWasStoredFromNoHeadYet) {
  EXPECT_EQ(Last(), std::nullopt);
  HeadFile file({.folder = folder_.path()});
  ASSERT_TRUE(file.Store(""));
  EXPECT_EQ(Last(), "");
  EXPECT_GT(std::filesystem::file_size(Path()), 0U);
}

TEST_F(HeadFileTest, KeepsTheTextLastStoredAndNothingElse) {
  HeadFile file({.folder = folder_.path()});
  ASSERT_TRUE(file.Store("a long first head\n"));
  ASSERT_TRUE(file.Store("the second\n"));
  EXPECT_EQ(Last(), "the second\n");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_.path()), {}), 1);
}

TEST_F(HeadFileTest, RefusesAFileThatLostItsBytes) {
  std::ofstream(Path()).flush();
  const auto last = HeadFile({.folder = folder_.path()}).Last();
  ASSERT_FALSE(last);
  EXPECT_NE(last.error().message.find("is empty"), std::string::npos);
}

// A disk that does not say whether a file is there.
class SilentDisk : public rocksdb::FileSystemWrapper {
 public:
  SilentDisk() : FileSystemWrapper(rocksdb::FileSystem::Default()) {}
  [[nodiscard]] const char* Name() const override { return "SilentDisk"; }
  rocksdb::IOStatus FileExists(const std::string& path, const rocksdb::IOOptions& /*options*/,
                               rocksdb::IODebugContext* /*context*/) override {
    return rocksdb::IOStatus::IOError("the disk does not answer", path);
  }
};

// Taken for one that is not there, it would let a ledger pass for a fresh one.
TEST_F(HeadFileTest, TellsAHeadThatCannotBeLookedForFromOneThatIsMissing) {
  ASSERT_TRUE(HeadFile({.folder = folder_.path()}).Store("kept\n"));
  const auto env = rocksdb::NewCompositeEnv(std::make_shared<SilentDisk>());
  const auto last = HeadFile({.folder = folder_.path(), .env = env.get()}).Last();
  ASSERT_FALSE(last);
  EXPECT_NE(last.error().message.find("the file of the last head: reading: IO error"),
            std::string::npos)
      << last.error().message;
  EXPECT_EQ(Last(), "kept\n");
}

// Create, append, sync, rename, make the name durable: wherever it ends, one whole head is there.
TEST_F(HeadFileTest, KeepsTheOldHeadOrTheNewOneWhereverItFails) {
  ASSERT_TRUE(HeadFile({.folder = folder_.path()}).Store("old\n"));
  bool has_failed = true;
  for (int step = 0; has_failed; ++step) {
    ASSERT_LT(step, 20);
    const auto disk = std::make_shared<FailingDisk>(step);
    const auto env = rocksdb::NewCompositeEnv(disk);
    const auto stored = HeadFile({.folder = folder_.path(), .env = env.get()}).Store("new\n");
    has_failed = disk->has_failed();
    EXPECT_EQ(stored.has_value(), !has_failed) << step;
    const auto last = Last();
    EXPECT_TRUE(last == "old\n" || last == "new\n") << step << ": " << last.value_or("nothing");
    if (stored) {
      EXPECT_EQ(last, "new\n");
    }
  }
}

}  // namespace
}  // namespace enishi
