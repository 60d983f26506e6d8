#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <sstream>

#include "tests/fixtures/terminal_session.h"
#include "tests/scenarios/person.h"
#include "wallet-cli/terminal/text.h"

// The program at a terminal: one order of questions, one unlock, no secret on the screen, and what
// a person reads afterwards, in both languages and within 80 columns.

namespace enishi::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kPassphrase = "plum blossom 7";

// Replaces this process by the program.
int Become(const ProgramCall& call) {
  std::vector<std::string> words = {call.program.string()};
  words.insert(words.end(), call.arguments.begin(), call.arguments.end());
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  for (const std::string& variable : call.environment) {
    const size_t equals = variable.find('=');
    setenv(variable.substr(0, equals).c_str(), variable.substr(equals + 1).c_str(), 1);
  }
  execv(call.program.c_str(), arguments.data());
  return 127;
}

size_t CountOf(const std::string& text, const std::string& part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

void ExpectFits80Columns(const std::string& text) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.ends_with('\r')) line.pop_back();
    if (line.starts_with("EC1:")) continue;  // a payment code is one word, to be copied whole
    EXPECT_LE(DisplayWidth(line), 80U) << line;
  }
}

class AtTheTerminal : public ::testing::Test {
 protected:
  void SetUp() override {
    town_.FoundAndFurnish();
    town_.OpenShop("bakery");
    town_.OpenParticipant("hana");
    town_.Charge("hana", 1'000);
    hana_.emplace(town_, "hana-home", std::vector<std::string>{"hana"});
    hana_->forget_passphrase();
  }
  void TearDown() override { EXPECT_EQ(town_.process().Terminate(), 0) << town_.process().err(); }

  std::string Id(const std::string& label) { return town_.Account(label).ToString(); }
  std::unique_ptr<TerminalSession> Start(std::vector<std::string> arguments) {
    const ProgramCall call = hana_->Call(std::move(arguments));
    return std::make_unique<TerminalSession>([&call] { return Become(call); });
  }
  // Runs without a question but the passphrase, in Japanese, and gives the screen.
  std::string Shown(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--lang", "ja"});
    const auto session = Start(std::move(arguments));
    EXPECT_TRUE(session->WaitFor("パスフレーズ"));
    session->Type(kPassphrase);
    EXPECT_EQ(session->Finish(), 0) << session->screen();
    ExpectFits80Columns(session->screen());
    return session->screen();
  }

  LiveTown town_{ClockMode::kSimulated};
  std::optional<Person> hana_;
};

TEST_F(AtTheTerminal, PaymentUnlocksOnceThenAsksThenTellsTheBalance) {
  const auto session = Start({"pay", "send", Id("bakery"), "400"});
  ASSERT_TRUE(session->WaitFor("Passphrase: "));
  session->Type(kPassphrase);
  ASSERT_TRUE(session->WaitFor("Pay 400 KAEN")) << session->screen();
  ASSERT_TRUE(session->WaitFor("[y/n]"));
  session->Type(kPassphrase);
  ASSERT_TRUE(session->WaitFor("[y/n]")) << "a passphrase is not an answer";
  session->Type("y");
  EXPECT_EQ(session->Finish(), 0) << session->screen();
  EXPECT_EQ(CountOf(session->screen(), "Passphrase: "), 1U) << session->screen();
  EXPECT_THAT(session->screen(), Not(HasSubstr("plum")));
  EXPECT_THAT(session->screen(), HasSubstr("Paid 400 KAEN to " + Id("bakery")));
  EXPECT_THAT(session->screen(), HasSubstr("600 KAEN"));
  EXPECT_EQ(town_.LiveBalance("hana"), 600);
}

TEST_F(AtTheTerminal, NoMeansThatNothingIsSent) {
  const auto session = Start({"pay", "send", Id("bakery"), "400", "--lang", "ja"});
  ASSERT_TRUE(session->WaitFor("パスフレーズ"));
  session->Type(kPassphrase);
  ASSERT_TRUE(session->WaitFor("はい／いいえ")) << session->screen();
  session->Type("いいえ");
  EXPECT_EQ(session->Finish(), 1);
  EXPECT_THAT(session->screen(), HasSubstr("何も送信していません"));
  EXPECT_EQ(town_.LiveBalance("hana"), 1'000);
}

TEST_F(AtTheTerminal, SecondSignatureUnlocksBeforeItAsks) {
  const std::string file = hana_->Path("pay.json");
  Person writer(town_, "hana-office", {"hana"});
  (void)writer.Expect(0, {"pay", "send", Id("bakery"), "250", "--out", file});
  Person bakery(town_, "bakery-counter", {"bakery"});
  bakery.forget_passphrase();
  const ProgramCall call = bakery.Call({"office", "sign", file});
  TerminalSession session([&call] { return Become(call); });
  ASSERT_TRUE(session.WaitFor("Passphrase: "));
  session.Type(kPassphrase);
  ASSERT_TRUE(session.WaitFor("[y/n]")) << session.screen();
  session.Type("n");
  EXPECT_EQ(session.Finish(), 1);
}

TEST_F(AtTheTerminal, ScreensAreJapaneseAndFit80Columns) {
  (void)town_.Do("hana", PaymentPay{town_.Account("bakery"), *CurrencyCode::Parse("KAEN"),
                                    *Amount::From(250), std::nullopt});
  const std::string history = Shown({"account", "history"});
  EXPECT_THAT(history, HasSubstr("-250 KAEN"));
  EXPECT_THAT(history, HasSubstr("+1,000 KAEN"));
  EXPECT_THAT(history, Not(HasSubstr("payment.pay")));
  const std::string lots = Shown({"account", "lots"});
  EXPECT_THAT(lots, HasSubstr("750"));
  const std::string code = Shown({"pay", "code", "--max-amount", "500"});
  EXPECT_THAT(code, HasSubstr("500 KAEN"));
}

}  // namespace
}  // namespace enishi::testing
