#include "wallet-cli/terminal/text.h"

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "ledger/keys/mnemonic.h"
#include "wallet-cli/terminal/numbered_words.h"
#include "wallet-cli/terminal/qr.h"

namespace enishi {
namespace {

TEST(NumberedWords, AreWholeAndFitTheTerminal) {
  EXPECT_EQ(NumberedWords("abandon ability able about above"),
            " 1  abandon         2  ability         3  able            4  about\n"
            " 5  above\n");
  const Seed seed = *Seed::FromBytes(std::string(32, '\0'));
  for (const WordLanguage language : {WordLanguage::kEnglish, WordLanguage::kJapanese}) {
    const std::string words = EncodeMnemonic(seed, language);
    std::istringstream lines(NumberedWords(words));
    std::string together;
    for (std::string line; std::getline(lines, line);) {
      EXPECT_LE(DisplayWidth(line), 80U) << line;
      together += line + " ";
    }
    std::erase_if(together, [](char c) { return c >= '0' && c <= '9'; });
    const auto decoded = DecodeMnemonic(together);
    ASSERT_TRUE(decoded.has_value()) << decoded.error().message;
    EXPECT_EQ(decoded->bytes(), seed.bytes());
  }
}

TEST(Text, IsShortenedToColumns) {
  EXPECT_EQ(Shortened("till-7", 8), "till-7");
  EXPECT_EQ(Shortened("2026-000123", 8), "2026-00…");
  EXPECT_EQ(Shortened("支払いコード", 12), "支払いコード");
  EXPECT_EQ(Shortened("支払いコード", 8), "支払い…") << "a wide character is never cut in half";
  EXPECT_EQ(Shortened("", 0), "");
}

TEST(Text, FullWidthCharactersTakeTwoColumns) {
  EXPECT_EQ(DisplayWidth("abc"), 3U);
  EXPECT_EQ(DisplayWidth("高松市"), 6U);
  EXPECT_EQ(DisplayWidth("ﾀｶﾏﾂ"), 4U);      // half-width kana
  EXPECT_EQ(DisplayWidth("か\u3099"), 2U);  // a combining mark takes no column of its own
  EXPECT_EQ(DisplayWidth("\xFF"), 1U);
}

TEST(Text, WhatAServerSaysCannotMoveTheCursor) {
  EXPECT_EQ(Printable("\x1b[2Jpaid\n"), "?[2Jpaid?");
  EXPECT_EQ(Printable("a\xC2\x9B"), "a?");    // a C1 control
  EXPECT_EQ(Printable("\u202Eabc"), "?abc");  // a right-to-left override
  EXPECT_EQ(Printable("縁 ok"), "縁 ok");
}

TEST(Text, ThousandsAreSetApart) {
  EXPECT_EQ(GroupThousands(0), "0");
  EXPECT_EQ(GroupThousands(999), "999");
  EXPECT_EQ(GroupThousands(1000), "1,000");
  EXPECT_EQ(GroupThousands(-1234567), "-1,234,567");
  EXPECT_EQ(GroupThousands(-100), "-100");
}

TEST(Text, TimesAreThoseOfAClockInJapan) {
  EXPECT_EQ(FormatJst({1'775'001'600'000}), "2026-04-01 09:00:00 JST");
}

TEST(Table, ColumnsLineUpWhateverTheWidthOfTheirCharacters) {
  Table table({{"店"}, {"額", true}});
  table.AddRow({"うどん", "1,200"});
  table.AddRow({"cafe", "90"});
  EXPECT_EQ(table.Render(),
            "店         額\n"
            "──────  ─────\n"
            "うどん  1,200\n"
            "cafe       90\n");
}

TEST(Table, FitsATerminalByWrappingItsWidestTexts) {
  Table table({{"ラベル"}, {"口座"}, {"公開鍵"}, {"額", true}});
  table.AddRow({"はなこの新しい電話の鍵", "AAAA-BBBB-CCCC-DDDD-EEEE-FFFF-GG",
                "q0w1e2r3t4y5u6i7o8p9a0s1d2f3g4h5j6k7l8z9x0c=", "1,234,567"});
  const std::string text = table.Render();
  for (size_t from = 0; from < text.size();) {
    const size_t end = text.find('\n', from);
    const std::string line = text.substr(from, end - from);
    EXPECT_LE(DisplayWidth(line), kTerminalColumns) << line;
    from = end + 1;
  }
  EXPECT_NE(text.find("1,234,567"), std::string::npos) << text;
}

TEST(Wrap, BreaksAtSpacesAndBetweenFullWidthCharacters) {
  EXPECT_EQ(WrapText("", 10), (std::vector<std::string>{""}));
  EXPECT_EQ(WrapText("one two three", 8), (std::vector<std::string>{"one two", "three"}));
  EXPECT_EQ(WrapText("ポイントを使う", 8), (std::vector<std::string>{"ポイント", "を使う"}));
  EXPECT_EQ(WrapText("abcdefghij", 4), (std::vector<std::string>{"abcd", "efgh", "ij"}));
}

TEST(Wrap, NoLineBeginsWithAClosingMark) {
  EXPECT_EQ(WrapText("ポイント。", 8), (std::vector<std::string>{"ポイン", "ト。"}));
  EXPECT_EQ(WrapText("（はい）と", 6), (std::vector<std::string>{"（は", "い）と"}));
}

TEST(Qr, EveryLineOfTheCodeIsAsWide) {
  const auto drawn = DrawQr("EC1:ABC", QrColours::kPlain);
  ASSERT_TRUE(drawn.has_value());
  size_t lines = 0;
  for (size_t from = 0; from < drawn->size(); ++lines) {
    const size_t end = drawn->find('\n', from);
    EXPECT_EQ(DisplayWidth(drawn->substr(from, end - from)), 21U + 8U);  // version 1
    from = end + 1;
  }
  EXPECT_EQ(lines, 15U);
  EXPECT_FALSE(DrawQr(std::string(5000, 'x'), QrColours::kPlain).has_value());
}

}  // namespace
}  // namespace enishi
