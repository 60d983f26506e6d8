#include "ledger/messages/text.h"

#include <gtest/gtest.h>

namespace enishi {
namespace {

constexpr Text kFlower{"flower", "花"};
constexpr Text kGives{"{} gives {}", "{1}を{0}が渡す"};
static_assert(kFlower.arguments == 0 && kGives.arguments == 2);

TEST(Texts, FillTheirArgumentsInTheOrderOfEachLanguage) {
  const Bilingual filled = Fill(kGives, "A", 3);
  EXPECT_EQ(filled.en, "A gives 3");
  EXPECT_EQ(filled.ja, "3をAが渡す");
}

TEST(Texts, AnArgumentThatIsATextFollowsTheLanguage) {
  EXPECT_EQ(FillIn(Language::kEnglish, kGives, "A", kFlower), "A gives flower");
  EXPECT_EQ(FillIn(Language::kJapanese, kGives, "A", kFlower), "花をAが渡す");
  EXPECT_EQ(FillIn(Language::kJapanese, kGives, "A", Bilingual(kFlower)), "花をAが渡す");
}

TEST(Texts, WithoutJapaneseTheEnglishIsShown) {
  const Bilingual english = std::string("only English");
  EXPECT_EQ(english.In(Language::kJapanese), "only English");
}

TEST(Texts, PartsAreJoinedInEachLanguage) {
  Bilingual joined;
  joined.Append(kFlower);
  EXPECT_EQ(joined, Bilingual(kFlower));
  joined.Append(Bilingual("tree", "木"));
  joined.Append(Bilingual());
  EXPECT_EQ(joined.en, "flower; tree");
  EXPECT_EQ(joined.ja, "花；木");
}

}  // namespace
}  // namespace enishi
