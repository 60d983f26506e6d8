#include "ledger/base/typed_text.h"

#include <gtest/gtest.h>

namespace enishi {
namespace {

TEST(TypedText, FullWidthFormsBecomeAscii) {
  EXPECT_EQ(NarrowWidth("１２００"), "1200");
  EXPECT_EQ(NarrowWidth("ＫＡＥＮ＠ｔａｒｏ～！"), "KAEN@taro~!");
  EXPECT_EQ(NarrowWidth("２０２６－１２－０５"), "2026-12-05");
  EXPECT_EQ(NarrowWidth("日本語とascii"), "日本語とascii");
  EXPECT_EQ(NarrowWidth("\xEF\xBC"), "\xEF\xBC") << "cut off";
}

TEST(TypedText, SurroundingSpaceGoes) {
  EXPECT_EQ(TrimSpace(" \t\xE3\x80\x80 a b\xE3\x80\x80\r\n"), "a b");
  EXPECT_EQ(TrimSpace("\xE3\x80\x80"), "");
  EXPECT_EQ(TrimSpace(""), "");
}

}  // namespace
}  // namespace enishi
