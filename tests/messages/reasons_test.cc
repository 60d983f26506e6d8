#include "ledger/messages/reasons.h"

#include <gtest/gtest.h>

namespace enishi {
namespace {

TEST(ReasonTexts, EveryReasonSaysWhatIsWrongAndWhatToDoNext) {
  for (int i = 0; i < kReasonCount; ++i) {
    const auto reason = static_cast<Reason>(i);
    const ReasonText& text = TextOf(reason);
    EXPECT_EQ(text.reason, reason);
    for (const Text& sentence : {text.title, text.next}) {
      EXPECT_TRUE(sentence.en.ends_with('.')) << sentence.en;
      EXPECT_TRUE(sentence.ja.ends_with("。")) << sentence.ja;
      EXPECT_EQ(sentence.arguments, 0U);
    }
  }
}

TEST(ReasonTexts, AreFoundByTheNameThatAServerAnswers) {
  const auto text = ReasonTextOf("insufficient_funds");
  ASSERT_TRUE(text.has_value());
  EXPECT_EQ(text->reason, Reason::kInsufficientFunds);
  EXPECT_FALSE(ReasonTextOf("queue_full").has_value());
}

}  // namespace
}  // namespace enishi
