#include "ledger/merkle/lines.h"

#include <gtest/gtest.h>

#include "ledger/merkle/tree.h"

namespace enishi {
namespace {

TEST(Lines, AreTakenOneByOneAndNeverWithoutTheirNewline) {
  std::string_view rest = "one\n\ntwo";
  std::string_view line;
  ASSERT_TRUE(TakeLine(rest, line));
  EXPECT_EQ(line, "one");
  ASSERT_TRUE(TakeLine(rest, line));
  EXPECT_EQ(line, "");
  EXPECT_FALSE(TakeLine(rest, line));
  EXPECT_EQ(rest, "two");
}

TEST(Lines, ACountHasOneText) {
  for (const uint64_t count : {uint64_t{0}, uint64_t{1}, uint64_t{70000}, kTreeSizeMax}) {
    const auto parsed = ParseCount(std::to_string(count));
    ASSERT_TRUE(parsed) << count;
    EXPECT_EQ(*parsed, count);
  }
  for (const std::string_view text :
       {"", "00", "01", "+1", "-1", " 1", "1 ", "1.0", "1e3", "0x1", "9223372036854775808",
        "9999999999999999999", "18446744073709551616", "99999999999999999999999999999999"}) {
    EXPECT_FALSE(ParseCount(text)) << text;
  }
}

TEST(Lines, AHashHasOneText) {
  // This one has both of base64's special characters.
  const std::string text = "Tl8/Vv+UUdVYy/S2EkX1M0mIJd9sTxPLk+MvL1Cb8S0=";
  const auto hash = ParseHash(text);
  ASSERT_TRUE(hash);
  EXPECT_EQ(HashText(*hash), text);
  for (size_t at = 0; at < text.size(); ++at) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string other = text;
      other[at] = static_cast<char>(byte);
      if (other == text) continue;
      const auto parsed = ParseHash(other);
      EXPECT_FALSE(parsed && *parsed == *hash) << at << " is " << byte;
    }
  }
  EXPECT_FALSE(ParseHash(""));
  EXPECT_FALSE(ParseHash(text + "="));
  EXPECT_FALSE(ParseHash("AAAA" + text));
  EXPECT_FALSE(ParseHash(text.substr(0, 43)));
}

}  // namespace
}  // namespace enishi
