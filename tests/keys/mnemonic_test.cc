#include "ledger/keys/mnemonic.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <utility>
#include <vector>

#include "ledger/keys/mnemonic_words.h"
#include "tests/fixtures/vectors.h"

namespace enishi {
namespace {

using testing::CoreVectors;
using testing::Elements;
using Reason = MnemonicError::Reason;

constexpr std::string_view kIdeographicSpace = "\u3000";

Seed SeedOf(std::string_view bytes) {
  auto seed = Seed::FromBytes(bytes);
  CHECK(seed.has_value());
  return *std::move(seed);
}

std::string Repeat(std::string_view word, int times, std::string_view last) {
  std::string text;
  for (int i = 0; i < times; ++i) text.append(word).append(" ");
  return text.append(last);
}

std::string Replace(std::string text, std::string_view from, std::string_view to) {
  for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

std::string Decoded(std::string_view text) {
  const auto seed = DecodeMnemonic(text);
  if (!seed) return "refused: " + seed.error().message;
  return std::string(seed->bytes());
}

Reason ReasonFor(std::string_view text) {
  const auto seed = DecodeMnemonic(text);
  CHECK(!seed.has_value());
  return seed.error().reason;
}

TEST(Mnemonics, PublishedVectorsOfBip39Hold) {
  const auto english = [](char byte) {
    return EncodeMnemonic(SeedOf(std::string(32, byte)), WordLanguage::kEnglish);
  };
  EXPECT_EQ(english('\x00'), Repeat("abandon", 23, "art"));
  EXPECT_EQ(english('\xff'), Repeat("zoo", 23, "vote"));
  EXPECT_EQ(
      english('\x7f'),
      "legal winner thank year wave sausage worth useful legal winner thank year wave sausage "
      "worth useful legal winner thank year wave sausage worth title");
  EXPECT_EQ(
      english('\x80'),
      "letter advice cage absurd amount doctor acoustic avoid letter advice cage absurd amount "
      "doctor acoustic avoid letter advice cage absurd amount doctor acoustic bless");
}

TEST(Mnemonics, VectorsHoldBothWaysInBothLanguages) {
  const Json vectors = CoreVectors("mnemonic.json");
  for (const Json& vector : Elements(vectors, "vectors")) {
    const std::string seed = testing::HexBytes(vector, "seed");
    EXPECT_PRED_FORMAT2(testing::SameBytes, EncodeMnemonic(SeedOf(seed), WordLanguage::kEnglish),
                        TextOf(vector, "english"));
    EXPECT_PRED_FORMAT2(testing::SameBytes, EncodeMnemonic(SeedOf(seed), WordLanguage::kJapanese),
                        TextOf(vector, "japanese"));
    EXPECT_EQ(Decoded(TextOf(vector, "english")), seed);
    EXPECT_EQ(Decoded(TextOf(vector, "japanese")), seed);
  }
}

TEST(Mnemonics, RandomSeedsComeBack) {
  for (int i = 0; i < 100; ++i) {
    const Seed seed = Seed::Random();
    for (const auto language : {WordLanguage::kEnglish, WordLanguage::kJapanese}) {
      EXPECT_EQ(Decoded(EncodeMnemonic(seed, language)), seed.bytes());
    }
  }
}

TEST(Mnemonics, WordListsHave2048DifferentWords) {
  for (const WordList* words : {&kEnglishWords, &kJapaneseWords}) {
    const std::set<std::string_view> different(words->begin(), words->end());
    EXPECT_EQ(different.size(), 2048U);
    EXPECT_FALSE(different.contains(""));
  }
  EXPECT_EQ(kEnglishWords.front(), "abandon");
  EXPECT_EQ(kEnglishWords.back(), "zoo");
  EXPECT_EQ(kJapaneseWords.front(), "あいこくしん");
}

TEST(Mnemonics, AnyWhiteSpaceSeparatesWords) {
  const std::string words = Repeat("abandon", 23, "art");
  const std::string seed(32, '\0');
  for (const std::string_view space :
       {"\u3000", "\n", "\t", "\r\n", "   ", "\u00A0", "\u2003", " \u3000 "}) {
    EXPECT_EQ(Decoded(Replace(words, " ", space)), seed);
  }
  EXPECT_EQ(Decoded("\n  " + words + " \u3000\n"), seed);
}

TEST(Mnemonics, JapaneseWordsMayBeSeparatedByPlainSpaces) {
  const Seed seed = Seed::Random();
  const std::string words = EncodeMnemonic(seed, WordLanguage::kJapanese);
  EXPECT_EQ(Decoded(Replace(words, kIdeographicSpace, " ")), seed.bytes());
}

TEST(Mnemonics, EnglishWordsMayBeInUpperCaseOrFullWidth) {
  const std::string seed(32, '\0');
  EXPECT_EQ(Decoded(Repeat("ABANDON", 23, "Art")), seed);
  EXPECT_EQ(Decoded(Repeat("ａｂａｎｄｏｎ", 23, "ＡＲＴ")), seed);
}

TEST(Mnemonics, JapaneseIsReadComposedAndDecomposed) {
  // The voiced mark as a character of its own (U+3099), as the list has it, and as input methods
  // write it: か + U+3099 is が, は + U+309A is ぱ.
  const std::vector<std::pair<std::string_view, std::string_view>> pairs = {
      {"か\u3099", "が"}, {"き\u3099", "ぎ"}, {"く\u3099", "ぐ"}, {"け\u3099", "げ"},
      {"こ\u3099", "ご"}, {"さ\u3099", "ざ"}, {"し\u3099", "じ"}, {"す\u3099", "ず"},
      {"せ\u3099", "ぜ"}, {"そ\u3099", "ぞ"}, {"た\u3099", "だ"}, {"ち\u3099", "ぢ"},
      {"つ\u3099", "づ"}, {"て\u3099", "で"}, {"と\u3099", "ど"}, {"は\u3099", "ば"},
      {"ひ\u3099", "び"}, {"ふ\u3099", "ぶ"}, {"へ\u3099", "べ"}, {"ほ\u3099", "ぼ"},
      {"は\u309A", "ぱ"}, {"ひ\u309A", "ぴ"}, {"ふ\u309A", "ぷ"}, {"へ\u309A", "ぺ"},
      {"ほ\u309A", "ぽ"}};
  int composed_differently = 0;
  for (int i = 0; i < 20; ++i) {
    const Seed seed = Seed::Random();
    const std::string decomposed = EncodeMnemonic(seed, WordLanguage::kJapanese);
    std::string composed = decomposed;
    for (const auto& [from, to] : pairs) composed = Replace(composed, from, to);
    EXPECT_EQ(composed.find("\u3099"), std::string::npos);
    EXPECT_EQ(Decoded(composed), seed.bytes());
    EXPECT_EQ(Decoded(decomposed), seed.bytes());
    composed_differently += composed != decomposed ? 1 : 0;
  }
  EXPECT_GT(composed_differently, 0);
}

TEST(Mnemonics, AWrongNumberOfWordsSaysHowMany) {
  for (const int count : {0, 1, 12, 23, 25}) {
    const auto seed = DecodeMnemonic(count == 0 ? " \n" : Repeat("abandon", count - 1, "art"));
    ASSERT_FALSE(seed);
    EXPECT_EQ(seed.error().reason, Reason::kWordCount);
    EXPECT_EQ(seed.error().position, static_cast<size_t>(count));
  }
}

TEST(Mnemonics, AnUnknownWordSaysWhereAndNotWhich) {
  const std::string words = Repeat("abandon", 4, "abandonn ") + Repeat("abandon", 18, "art");
  const auto seed = DecodeMnemonic(words);
  ASSERT_FALSE(seed);
  EXPECT_EQ(seed.error().reason, Reason::kUnknownWord);
  EXPECT_EQ(seed.error().position, 5U);
  EXPECT_EQ(seed.error().message.find("abandonn"), std::string::npos);
}

TEST(Mnemonics, OneForeignWordIsTheUnknownOne) {
  const std::string words = EncodeMnemonic(SeedOf(std::string(32, '\0')), WordLanguage::kJapanese);
  const auto seed = DecodeMnemonic("zoo" + words.substr(words.find(kIdeographicSpace)));
  ASSERT_FALSE(seed);
  EXPECT_EQ(seed.error().reason, Reason::kUnknownWord);
  EXPECT_EQ(seed.error().position, 1U);
}

TEST(Mnemonics, AWrongLastWordFailsTheChecksum) {
  // The last word has three bits of seed and eight of checksum: one word in 256 belongs.
  int accepted = 0;
  for (const std::string_view word : kEnglishWords) {
    const auto seed = DecodeMnemonic(Repeat("abandon", 23, word));
    if (seed) {
      ++accepted;
    } else {
      EXPECT_EQ(seed.error().reason, Reason::kChecksum);
    }
  }
  EXPECT_EQ(accepted, 8);
}

TEST(Mnemonics, SwappedWordsFailTheChecksum) {
  EXPECT_EQ(ReasonFor("art " + Repeat("abandon", 22, "abandon")), Reason::kChecksum);
}

TEST(Mnemonics, WhatIsNoTextIsRefused) {
  EXPECT_EQ(ReasonFor("\xFF\xFE"), Reason::kNotText);
  EXPECT_EQ(ReasonFor(std::string(kMnemonicMaxBytes + 1, 'a')), Reason::kNotText);
  EXPECT_EQ(ReasonFor(std::string("a\0b", 3)), Reason::kWordCount);
}

}  // namespace
}  // namespace enishi
