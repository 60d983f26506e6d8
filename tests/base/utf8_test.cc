#include "ledger/base/utf8.h"

#include <gtest/gtest.h>

#include <string>

namespace enishi {
namespace {

TEST(Utf8, CharactersAreCounted) {
  EXPECT_EQ(CountCharacters(""), 0U);
  EXPECT_EQ(CountCharacters("abc"), 3U);
  EXPECT_EQ(CountCharacters("é縁𠮷"), 3U);
  EXPECT_EQ(CountCharacters("\u0080\u07FF\u0800\uD7FF\uE000\uFFFF\U00010000\U0010FFFF"), 8U);
}

TEST(Utf8, CharactersAreTakenFromTheFront) {
  std::string_view text = "a縁\U0010FFFF";
  EXPECT_EQ(TakeCharacter(text), U'a');
  EXPECT_EQ(TakeCharacter(text), U'縁');
  EXPECT_EQ(TakeCharacter(text), U'\U0010FFFF');
  EXPECT_EQ(TakeCharacter(text), std::nullopt);
  text = "\xFFz";
  EXPECT_EQ(TakeCharacter(text), std::nullopt);
  EXPECT_EQ(text.size(), 2U);
}

TEST(Utf8, WhatRfc3629ForbidsIsRefused) {
  for (const std::string& text :
       {std::string("\x80"), std::string("\xBF"), std::string("\xC0\x80"), std::string("\xC1\xBF"),
        std::string("\xE0\x80\x80"), std::string("\xE0\x9F\xBF"), std::string("\xED\xA0\x80"),
        std::string("\xED\xBF\xBF"), std::string("\xF0\x8F\xBF\xBF"),
        std::string("\xF4\x90\x80\x80"), std::string("\xF5\x80\x80\x80"), std::string("\xFF"),
        std::string("\xE7\xB8"), std::string("\xE7\xB8z"), std::string("\xC3"),
        std::string("\xC3\x28")}) {
    EXPECT_FALSE(CountCharacters(text));
    EXPECT_FALSE(CountCharacters("a" + text + "b"));
    EXPECT_FALSE(FirstCharacters(text, 1));
    EXPECT_FALSE(IsPrintableUtf8(text));
  }
}

TEST(Utf8, TheFirstCharactersAreCutOffWhole) {
  EXPECT_EQ(FirstCharacters("縁と縁", 2), "縁と");
  EXPECT_EQ(FirstCharacters("縁", 0), "");
  EXPECT_EQ(FirstCharacters("縁", 1), "縁");
  EXPECT_FALSE(FirstCharacters("縁", 2));
}

TEST(Utf8, ControlCharactersAreNotPrintable) {
  EXPECT_TRUE(IsPrintableUtf8("縁 2026 ~"));
  EXPECT_TRUE(IsPrintableUtf8("\u00A0"));
  for (const std::string& text :
       {std::string("\n"), std::string("\x1b[2J"), std::string("\x7f"), std::string("\u0085"),
        std::string("\u009F"), std::string("\0", 1)}) {
    EXPECT_FALSE(IsPrintableUtf8(text));
  }
}

}  // namespace
}  // namespace enishi
