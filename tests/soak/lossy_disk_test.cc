#include "tests/soak/lossy_disk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <functional>
#include <iterator>

#include "tests/fixtures/temporary_folder.h"

namespace enishi::soak {
namespace {

using rocksdb::FileOptions;
using rocksdb::IOOptions;
using ::testing::StartsWith;
using Left = LossyDisk::Left;

class LossyDiskTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(Path("town"));
    std::ofstream(Path("town/old")) << "old";
  }

  [[nodiscard]] std::string Path(const std::string& name) const { return folder_.path() / name; }
  [[nodiscard]] std::string Bytes(const std::string& name) const {
    std::ifstream file(Path(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }
  [[nodiscard]] bool IsThere(const std::string& name) const {
    return std::filesystem::exists(Path(name));
  }

  // A child process works on the disk and ends with a power cut.
  void WorkAndCutPower(Left left, const std::function<void(LossyDisk&)>& work, uint64_t seed = 1) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      LossyDisk disk(Path("removed"));
      work(disk);
      disk.CutPower(left, seed);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFEXITED(status));
    ASSERT_EQ(WEXITSTATUS(status), LossyDisk::kPowerCutExit);
  }

  // Appends and syncs the first text, and appends the second.
  void Write(LossyDisk& disk, const std::string& name, const std::string& synced,
             const std::string& unsynced) const {
    std::unique_ptr<rocksdb::FSWritableFile> file;
    if (!disk.NewWritableFile(Path(name), FileOptions(), &file, nullptr).ok()) ::_exit(1);
    if (!file->Append(synced, IOOptions(), nullptr).ok()) ::_exit(1);
    if (!synced.empty() && !file->Sync(IOOptions(), nullptr).ok()) ::_exit(1);
    if (!file->Append(unsynced, IOOptions(), nullptr).ok()) ::_exit(1);
    if (!file->Close(IOOptions(), nullptr).ok()) ::_exit(1);
  }
  void SyncNames(LossyDisk& disk, const std::string& name) const {
    std::unique_ptr<rocksdb::FSDirectory> directory;
    if (!disk.NewDirectory(Path(name), IOOptions(), &directory, nullptr).ok()) ::_exit(1);
    if (!directory->Fsync(IOOptions(), nullptr).ok()) ::_exit(1);
  }

  TemporaryFolder folder_;
};

TEST_F(LossyDiskTest, KeepsSyncedBytesOnly) {
  WorkAndCutPower(Left::kNothing, [&](LossyDisk& disk) {
    Write(disk, "town/new", "synced", "not synced");
    SyncNames(disk, "town");
  });
  EXPECT_EQ(Bytes("town/new"), "synced");
  EXPECT_EQ(Bytes("town/old"), "old");
}

TEST_F(LossyDiskTest, MayKeepAPartOfUnsyncedBytes) {
  for (uint64_t seed = 0; seed < 20; ++seed) {
    WorkAndCutPower(
        Left::kSome,
        [&](LossyDisk& disk) {
          Write(disk, "town/new", "synced", "not synced");
          SyncNames(disk, "town");
        },
        seed);
    const std::string bytes = Bytes("town/new");
    EXPECT_THAT(bytes, StartsWith("synced"));
    EXPECT_THAT("syncednot synced", StartsWith(bytes));
  }
}

TEST_F(LossyDiskTest, MayReplaceLostBytesByZeroes) {
  WorkAndCutPower(Left::kZeroes, [&](LossyDisk& disk) {
    Write(disk, "town/new", "synced", "not synced");
    SyncNames(disk, "town");
  });
  const std::string bytes = Bytes("town/new");
  EXPECT_EQ(bytes.size(), std::string("syncednot synced").size());
  EXPECT_THAT(bytes, StartsWith("synced"));
}

TEST_F(LossyDiskTest, KeepsFilesOfEarlierProcesses) {
  WorkAndCutPower(Left::kNothing, [&](LossyDisk& disk) {
    std::unique_ptr<rocksdb::FSWritableFile> file;
    if (!disk.ReopenWritableFile(Path("town/old"), FileOptions(), &file, nullptr).ok()) ::_exit(1);
    if (!file->Append(" and new", IOOptions(), nullptr).ok()) ::_exit(1);
  });
  EXPECT_EQ(Bytes("town/old"), "old");
}

TEST_F(LossyDiskTest, UndoesUnsyncedNames) {
  WorkAndCutPower(Left::kNothing, [&](LossyDisk& disk) {
    Write(disk, "town/new", "synced", "");
    // The older content is back under its name.
    if (!disk.RenameFile(Path("town/new"), Path("town/old"), IOOptions(), nullptr).ok()) {
      ::_exit(1);
    }
    if (!disk.CreateDir(Path("town/state"), IOOptions(), nullptr).ok()) ::_exit(1);
  });
  EXPECT_EQ(Bytes("town/old"), "old");
  EXPECT_FALSE(IsThere("town/new"));
  EXPECT_FALSE(IsThere("town/state"));
}

TEST_F(LossyDiskTest, RestoresFilesRemovedWithoutSync) {
  const auto remove = [&](LossyDisk& disk) {
    if (!disk.DeleteFile(Path("town/old"), IOOptions(), nullptr).ok()) ::_exit(1);
  };
  WorkAndCutPower(Left::kNothing, remove);
  EXPECT_EQ(Bytes("town/old"), "old");
  WorkAndCutPower(Left::kNothing, [&](LossyDisk& disk) {
    remove(disk);
    SyncNames(disk, "town");
  });
  EXPECT_FALSE(IsThere("town/old"));
}

TEST_F(LossyDiskTest, LosesEverythingAfterSyncsAreDisabled) {
  WorkAndCutPower(Left::kNothing, [&](LossyDisk& disk) {
    disk.Lie();
    Write(disk, "town/new", "synced", "not synced");
    SyncNames(disk, "town");
  });
  EXPECT_FALSE(IsThere("town/new"));
}

TEST_F(LossyDiskTest, CanBecomeFullAndRecover) {
  LossyDisk disk(Path("removed"));
  std::unique_ptr<rocksdb::FSWritableFile> file;
  ASSERT_TRUE(disk.NewWritableFile(Path("town/new"), FileOptions(), &file, nullptr).ok());
  disk.FillUpAfter(4);
  const auto full = file->Append("too much", IOOptions(), nullptr);
  EXPECT_TRUE(full.IsNoSpace()) << full.ToString();
  disk.MakeRoom();
  EXPECT_TRUE(file->Append("!", IOOptions(), nullptr).ok());
  ASSERT_TRUE(file->Close(IOOptions(), nullptr).ok());
  EXPECT_EQ(Bytes("town/new"), "too !");
}

}  // namespace
}  // namespace enishi::soak
