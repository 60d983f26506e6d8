#include "ledger/storage/info_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iterator>

#include "tests/fixtures/small_files.h"
#include "tests/fixtures/temporary_folder.h"

namespace enishi {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;

void Note(Diary& diary, const char* format, ...) {
  std::va_list values;
  va_start(values, format);
  diary.Write(format, values);
  va_end(values);
}

class DiaryTest : public testing::Test {
 protected:
  std::string Read(const char* name) {
    std::ifstream file(folder_.path() / name);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }

  TemporaryFolder folder_;
};

TEST_F(DiaryTest, WritesLinesOfAnyLengthBehindTheTime) {
  Diary diary(folder_.path());
  const std::string value(100'000, 'v');
  Note(diary, "table %d: %s", 7, value.c_str());
  Note(diary, "%s", "");
  EXPECT_THAT(Read(Diary::kName), HasSubstr("Z table 7: " + value + "\n"));
  EXPECT_THAT(Read(Diary::kName), EndsWith("Z \n"));
}

TEST_F(DiaryTest, MakesItsFolder) {
  Diary diary(folder_.path() / "state");
  Note(diary, "%s", "begun");
  EXPECT_THAT(Read("state/LOG"), HasSubstr("begun"));
}

// A second process that is refused must not take the first one's away.
TEST_F(DiaryTest, GoesOnBehindWhatIsThere) {
  Diary first(folder_.path());
  Note(first, "%s", "first");
  Diary second(folder_.path());
  Note(second, "%s", "second");
  Note(first, "%s", "third");
  EXPECT_THAT(Read(Diary::kName), testing::ContainsRegex("first\n.*second\n.*third\n"));
  EXPECT_THAT(Read(Diary::kNameBefore), IsEmpty());
}

TEST_F(DiaryTest, PutsALargeOneAside) {
  std::ofstream(folder_.path() / Diary::kName) << "old";
  std::filesystem::resize_file(folder_.path() / Diary::kName, Diary::kBytesMax + 1);
  Diary diary(folder_.path());
  Note(diary, "%s", "new");
  EXPECT_THAT(Read(Diary::kNameBefore), testing::StartsWith("old"));
  EXPECT_THAT(Read(Diary::kName), EndsWith("new\n"));
}

TEST_F(DiaryTest, LosesWhatCannotBeWrittenAndNothingElse) {
  Diary diary(folder_.path());
  Note(diary, "%s", "before");
  {
    const SmallFiles full(10);
    Note(diary, "%s", "lost");
    Note(diary, "%s", "lost");
  }
  Note(diary, "%s", "after");
  EXPECT_THAT(Read(Diary::kName), HasSubstr("before\n"));
  EXPECT_THAT(Read(Diary::kName), EndsWith("after\n"));
}

TEST_F(DiaryTest, IsNoneWhereItsFileCannotBeOpened) {
  std::filesystem::create_directory(folder_.path() / Diary::kName);
  Diary diary(folder_.path());
  Note(diary, "%s", "lost");
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path() / Diary::kName));
}

}  // namespace
}  // namespace enishi
