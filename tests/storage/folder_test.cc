#include "ledger/storage/folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "tests/fixtures/temporary_folder.h"

namespace enishi {
namespace {

using ::testing::HasSubstr;

std::string FailureOf(const Result<Unit, StorageFailure>& result) {
  return result ? "" : result.error().message;
}

class FolderTest : public ::testing::Test {
 protected:
  TemporaryFolder folder_;
};

TEST_F(FolderTest, IsMadeWithTheFoldersAboveIt) {
  const auto deep = folder_.path() / "a" / "b" / "c";
  EXPECT_EQ(FailureOf(MakeFolder(deep)), "");
  EXPECT_TRUE(std::filesystem::is_directory(deep));
  EXPECT_EQ(FailureOf(MakeFolder(deep)), "");
}

// Where a path leads into a file, whoever named it meant another one.
TEST_F(FolderTest, IsNotMadeInTheWayOfAFileOrBelowOne) {
  const auto file = folder_.path() / "taken";
  std::ofstream(file) << "someone's";
  for (const auto& wanted : {file, file / "below", file / "below" / "that"}) {
    EXPECT_THAT(FailureOf(MakeFolder(wanted)), HasSubstr("the folder " + file.string() + ": "));
  }
  std::ifstream kept(file);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(kept), {}), "someone's");
}

TEST_F(FolderTest, NeedsAName) { EXPECT_THAT(FailureOf(MakeFolder("")), HasSubstr("the folder ")); }

TEST_F(FolderTest, IsNotSyncedWhereItIsMissing) {
  const auto missing = folder_.path() / "missing";
  EXPECT_THAT(FailureOf(SyncFolder(missing)), HasSubstr("the folder " + missing.string() + ": "));
  EXPECT_FALSE(std::filesystem::exists(missing));
}

}  // namespace
}  // namespace enishi
