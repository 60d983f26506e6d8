#include "ledger/base/durable_file.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <vector>

#include "ledger/base/hash.h"

namespace enishi {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class DurableFileTest : public testing::Test {
 protected:
  DurableFileTest()
      : folder_(std::filesystem::path(testing::TempDir()) / HexEncode(RandomBytes(8))),
        path_(folder_ / "file") {
    std::filesystem::create_directories(folder_);
  }
  ~DurableFileTest() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::vector<std::string> Names() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
      names.push_back(entry.path().filename());
    }
    return names;
  }
  [[nodiscard]] std::string Content() const {
    std::ifstream in(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }
  [[nodiscard]] int Mode() const {
    return static_cast<int>(std::filesystem::status(path_).permissions());
  }

  std::filesystem::path folder_;
  std::filesystem::path path_;
};

TEST_F(DurableFileTest, WritesAllBytesAndLeavesNothingElse) {
  const std::string bytes = RandomBytes(200'000) + std::string(3, '\0');
  ASSERT_TRUE(WriteDurableFile(path_, bytes, FileAccess::kEveryone));
  EXPECT_EQ(Content(), bytes);
  EXPECT_THAT(Names(), ElementsAre("file"));
}

TEST_F(DurableFileTest, ReplacesALongerFile) {
  ASSERT_TRUE(WriteDurableFile(path_, "a long content", FileAccess::kOwner));
  ASSERT_TRUE(WriteDurableFile(path_, "short", FileAccess::kOwner));
  EXPECT_EQ(Content(), "short");
  EXPECT_THAT(Names(), ElementsAre("file"));
}

TEST_F(DurableFileTest, AFileOfTheOwnerIsReadableByNoOneElse) {
  ASSERT_TRUE(WriteDurableFile(path_, "secret", FileAccess::kOwner));
  EXPECT_EQ(Mode(), 0600);
}

TEST_F(DurableFileTest, BecomesPrivateAgainWhenItIsReplaced) {
  ASSERT_TRUE(WriteDurableFile(path_, "secret", FileAccess::kOwner));
  std::filesystem::permissions(path_, std::filesystem::perms(0644));
  ASSERT_TRUE(WriteDurableFile(path_, "secret", FileAccess::kOwner));
  EXPECT_EQ(Mode(), 0600);
}

TEST_F(DurableFileTest, TheOldContentStaysUntilCommit) {
  ASSERT_TRUE(WriteDurableFile(path_, "old", FileAccess::kOwner));
  auto file = DurableFile::Create(path_, FileAccess::kOwner);
  ASSERT_TRUE(file);
  ASSERT_TRUE(file->Append("new "));
  ASSERT_TRUE(file->Append("content"));
  EXPECT_EQ(Content(), "old");
  ASSERT_TRUE(file->Commit());
  EXPECT_EQ(Content(), "new content");
  EXPECT_THAT(Names(), ElementsAre("file"));
}

TEST_F(DurableFileTest, AnUncommittedFileIsRemoved) {
  ASSERT_TRUE(WriteDurableFile(path_, "old", FileAccess::kOwner));
  {
    auto file = DurableFile::Create(path_, FileAccess::kOwner);
    ASSERT_TRUE(file);
    DurableFile moved = *std::move(file);
    ASSERT_TRUE(moved.Append("half"));
  }
  EXPECT_EQ(Content(), "old");
  EXPECT_THAT(Names(), ElementsAre("file"));
}

TEST_F(DurableFileTest, TwoWritersDoNotMix) {
  auto one = DurableFile::Create(path_, FileAccess::kOwner);
  auto two = DurableFile::Create(path_, FileAccess::kOwner);
  ASSERT_TRUE(one && two);
  ASSERT_TRUE(one->Append("one"));
  ASSERT_TRUE(two->Append("two"));
  ASSERT_TRUE(two->Commit());
  ASSERT_TRUE(one->Commit());
  EXPECT_EQ(Content(), "one");
}

TEST_F(DurableFileTest, AMissingFolderIsNamed) {
  const auto written = WriteDurableFile(folder_ / "none" / "file", "x", FileAccess::kOwner);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().number, ENOENT);
  EXPECT_THAT(written.error().message, HasSubstr((folder_ / "none" / "file").string()));
}

TEST_F(DurableFileTest, AFailedRenameLeavesNoUnfinishedFile) {
  std::filesystem::create_directory(path_);
  const auto written = WriteDurableFile(path_, "x", FileAccess::kOwner);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().number, EISDIR);
  EXPECT_THAT(Names(), ElementsAre("file"));
}

TEST_F(DurableFileTest, AFullDiskIsReported) {
  const int full = open("/dev/full", O_WRONLY);
  ASSERT_GE(full, 0);
  EXPECT_FALSE(WriteAll(full, "x"));
  EXPECT_EQ(errno, ENOSPC);
  close(full);
}

TEST_F(DurableFileTest, SyncsTheFolderOfAFileInTheCurrentFolder) {
  EXPECT_TRUE(SyncFolderOf("file"));
  EXPECT_FALSE(SyncFolderOf(folder_ / "none" / "file"));
  EXPECT_THAT(Names(), IsEmpty());
}

}  // namespace
}  // namespace enishi
