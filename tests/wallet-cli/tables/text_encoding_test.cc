#include "wallet-cli/tables/text_encoding.h"

#include <gtest/gtest.h>

#include <random>

#include "ledger/base/utf8.h"
#include "tests/fixtures/shared_folder.h"

namespace enishi {
namespace {

using testing::ReadFile;
using testing::SharedFolder;

TEST(TextEncoding, TakesUtf8WithAMarkAndWithout) {
  const auto plain = DecodeText("縁a");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->text, "縁a");
  EXPECT_EQ(plain->encoding, TextEncoding::kUtf8);
  const auto marked = DecodeText("\xEF\xBB\xBF縁a");
  ASSERT_TRUE(marked);
  EXPECT_EQ(marked->text, "縁a");
  EXPECT_EQ(marked->encoding, TextEncoding::kUtf8WithMark);
}

TEST(TextEncoding, TakesShiftJisWithTheCharactersOfWindows) {
  // 縁, half-width カ, circled 1 and "～", which only code page 932 has so.
  const auto text = DecodeText("\x89\x8F\xB6\x87\x40\x81\x60,A");
  ASSERT_TRUE(text);
  EXPECT_EQ(text->text, "縁ｶ①～,A");
  EXPECT_EQ(text->encoding, TextEncoding::kShiftJis);
}

TEST(TextEncoding, RefusesWhatIsNeither) {
  EXPECT_FALSE(DecodeText("\x89"));                   // half a character
  EXPECT_FALSE(DecodeText("abc\xFD\xFE"));            // bytes that Shift_JIS has no use for
  EXPECT_FALSE(DecodeText("\x80 and nothing else"));  // likewise
  EXPECT_FALSE(DecodeText("\xEF\xBB\xBF\x89\x8F"));   // a mark promises UTF-8
  EXPECT_FALSE(DecodeText(std::string_view("\xFF\xFE\x31\x00", 4)));
  EXPECT_FALSE(DecodeText(std::string_view("\xFE\xFF\x00\x31", 4)));
}

TEST(TextEncoding, WhateverTheBytesTheTextIsUtf8) {
  std::mt19937_64 random(932);
  int taken = 0;
  for (int round = 0; round < 50'000; ++round) {
    std::string bytes;
    for (uint64_t size = random() % 12; size > 0; --size) {
      bytes.push_back(static_cast<char>(random() % 256));
    }
    const auto text = DecodeText(bytes);
    if (!text) continue;
    ++taken;
    ASSERT_TRUE(CountCharacters(text->text));
  }
  EXPECT_GT(taken, 1'000);
}

// 縁 in Shift_JIS and in UTF-8; the byte FD is in neither.
TEST(TextEncoding, AListLosesNoMoreThanItsDamagedLines) {
  const auto shift_jis = DecodeList("\x89\x8F,a\r\n\x89\x8F\xFD,b\r\n\x89\x8F,c\r\n");
  ASSERT_TRUE(shift_jis);
  EXPECT_EQ(shift_jis->text, "縁,a\r\n\uFFFD\uFFFD\uFFFD,b\r\n縁,c\r\n");
  EXPECT_EQ(shift_jis->encoding, TextEncoding::kShiftJis);
  const auto utf8 = DecodeList("縁,a\n縁\xFD,b\n縁,c");
  ASSERT_TRUE(utf8);
  EXPECT_EQ(utf8->text, "縁,a\n\uFFFD\uFFFD\uFFFD\uFFFD,b\n縁,c");
  EXPECT_EQ(utf8->encoding, TextEncoding::kUtf8);
  const auto marked = DecodeList(
      "\xEF\xBB\xBF"
      "a\n\x89\x8F\n\x89\x8F");
  ASSERT_TRUE(marked);
  EXPECT_EQ(marked->text, "a\n\uFFFD\uFFFD\n\uFFFD\uFFFD");
  EXPECT_EQ(marked->encoding, TextEncoding::kUtf8WithMark);
}

TEST(TextEncoding, AListNeedsItsFirstLine) {
  EXPECT_FALSE(DecodeList("\xFD,a\n縁,b\n"));
  EXPECT_FALSE(DecodeList(std::string_view("\xFF\xFE\x31\x00", 4)));
}

TEST(TextEncoding, AListWithoutDamageIsTheTextItIs) {
  for (const char* bytes :
       {"縁a", "\xEF\xBB\xBF縁a", "\x89\x8F\xB6\x87\x40\x81\x60,A", "", "a\uFFFD"}) {
    EXPECT_EQ(DecodeList(bytes)->text, DecodeText(bytes)->text);
  }
}

TEST(TextEncoding, RecognisesTheSharedLists) {
  ENISHI_NEEDS_SHARED("data/takamatsu_events/events_sample.csv");
  const auto folder = SharedFolder() / "data" / "takamatsu_events";
  const auto encoding = [&](const char* name) {
    const auto text = DecodeText(ReadFile(folder / name));
    EXPECT_TRUE(text) << name;
    return text->encoding;
  };
  EXPECT_EQ(encoding("events_sample.csv"), TextEncoding::kUtf8WithMark);
  EXPECT_EQ(encoding("events_sample_ja.csv"), TextEncoding::kShiftJis);
  EXPECT_EQ(encoding("fixture_output.csv"), TextEncoding::kUtf8);
}

}  // namespace
}  // namespace enishi
