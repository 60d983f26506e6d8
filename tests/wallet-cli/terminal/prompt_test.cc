#include "wallet-cli/terminal/prompt.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/fixtures/terminal_session.h"

namespace enishi {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::TerminalSession;

int Answer(Language language) {
  const auto agreed = AskYesNo("Pay 400 KAEN?", language);
  if (!agreed) return 2;
  return *agreed ? 0 : 1;
}

TEST(ReadYesNo, KnowsBothLanguagesAndFullWidthLetters) {
  for (const char* yes : {"y", "Y", "yes", "YES", "はい", "ｙ", "Ｙ", " y ", "　はい　"}) {
    EXPECT_EQ(ReadYesNo(yes), YesNo::kYes) << yes;
  }
  for (const char* no : {"n", "N", "no", "いいえ", "ｎ"}) {
    EXPECT_EQ(ReadYesNo(no), YesNo::kNo) << no;
  }
  for (const char* neither : {"", " ", "plum blossom 7", "yesno", "はいいいえ", "0"}) {
    EXPECT_EQ(ReadYesNo(neither), YesNo::kNeither) << neither;
  }
}

TEST(AskYesNo, AsksAgainAndShowsNothingThatWasTyped) {
  TerminalSession session([] { return Answer(Language::kEnglish); });
  ASSERT_TRUE(session.WaitFor("[y/n]"));
  session.Type("plum blossom 7");
  ASSERT_TRUE(session.WaitFor("[y/n]")) << "a passphrase is not an answer";
  session.Type("");
  ASSERT_TRUE(session.WaitFor("[y/n]"));
  session.Type("y");
  EXPECT_EQ(session.Finish(), 0);
  EXPECT_THAT(session.screen(), Not(HasSubstr("plum")));
}

TEST(AskYesNo, TakesJapaneseAnswers) {
  TerminalSession yes([] { return Answer(Language::kJapanese); });
  ASSERT_TRUE(yes.WaitFor("はい／いいえ"));
  yes.Type("はい");
  EXPECT_EQ(yes.Finish(), 0);
  TerminalSession no([] { return Answer(Language::kJapanese); });
  ASSERT_TRUE(no.WaitFor("はい／いいえ"));
  no.Type("いいえ");
  EXPECT_EQ(no.Finish(), 1);
}

TEST(AskYesNo, TheEndOfTheInputIsNoAnswer) {
  TerminalSession session([] { return Answer(Language::kEnglish); });
  ASSERT_TRUE(session.WaitFor("[y/n]"));
  session.Type("\x04");
  EXPECT_EQ(session.Finish(), 2);
}

TEST(AskSecret, ShowsNothing) {
  TerminalSession session([] {
    const auto secret = AskSecret("Passphrase: ");
    return secret && *secret == "plum blossom 7" ? 0 : 1;
  });
  ASSERT_TRUE(session.WaitFor("Passphrase: "));
  session.Type("plum blossom 7");
  EXPECT_EQ(session.Finish(), 0);
  EXPECT_THAT(session.screen(), Not(HasSubstr("plum")));
}

}  // namespace
}  // namespace enishi
