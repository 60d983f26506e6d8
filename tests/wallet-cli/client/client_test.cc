#include "wallet-cli/client/client.h"

#include <gtest/gtest.h>

#include <deque>

#include "tests/wallet-cli/client/fake_server.h"

namespace enishi {
namespace {

// Answers from a script, and remembers what was asked.
class ScriptedTransport : public Transport {
 public:
  Result<HttpAnswer, NoAnswer> Send(const HttpRequest& request) override {
    requests.push_back(request);
    CHECK(!answers.empty());
    auto answer = std::move(answers.front());
    if (answers.size() > 1) answers.pop_front();  // the last one stays
    return answer;
  }

  std::deque<Result<HttpAnswer, NoAnswer>> answers;
  std::vector<HttpRequest> requests;
};

class ClientTest : public ::testing::Test {
 protected:
  std::chrono::milliseconds waited_{0};
  ScriptedTransport transport_;
  Client client_{transport_, [this](std::chrono::milliseconds pause) { waited_ += pause; },
                 std::chrono::seconds(10)};
  Keyring keyring_ = testing::KeyringOf({"ann"});
  const KeyEntry& ann_ = keyring_.entries().front();
};

TEST_F(ClientTest, ProblemsAreReadInBothLanguages) {
  transport_.answers = {HttpAnswer{422,
                                   R"({"code":"insufficient_funds","title":"Too few points.",)"
                                   R"("title_ja":"ポイントが足りません。","pointer":"/amount"})"}};
  const auto answer = client_.Submit("{}");
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().code, "insufficient_funds");
  EXPECT_EQ(answer.error().title.ja, "ポイントが足りません。");
  EXPECT_EQ(answer.error().detail.en, "/amount");
  EXPECT_EQ(transport_.requests.size(), 1U);  // a refusal is final
  EXPECT_EQ(ProblemOf({502, "<html>"}).code, "http_502");
}

TEST_F(ClientTest, WriteThatMayHaveArrivedIsSentAgainAsItIs) {
  transport_.answers = {NoAnswer{"reset", true}, HttpAnswer{429, R"({"code":"queue_full"})"},
                        HttpAnswer{200, R"({"index":7,"repeated":true})"}};
  const auto answer = client_.Submit(R"({"body":"x"})");
  ASSERT_TRUE(answer.has_value());
  ASSERT_EQ(transport_.requests.size(), 3U);
  for (const HttpRequest& request : transport_.requests) {
    EXPECT_EQ(request.body, R"({"body":"x"})");
  }
}

TEST_F(ClientTest, NoAnswerAtAllIsToldApartFromAnUnknownOutcome) {
  transport_.answers = {NoAnswer{"refused", false}};
  EXPECT_EQ(client_.Submit("{}").error().code, "unreachable");
  transport_.answers = {NoAnswer{"timed out", true}, NoAnswer{"refused", false}};
  EXPECT_EQ(client_.Submit("{}").error().code, "outcome_unknown");
  EXPECT_LE(waited_, std::chrono::seconds(20));
}

TEST_F(ClientTest, ServerSaysHowLongToWait) {
  transport_.answers = {HttpAnswer{429, "", "", std::chrono::seconds(7)},
                        HttpAnswer{201, R"({"index":1})"}};
  EXPECT_TRUE(client_.Submit("{}").has_value());
  EXPECT_EQ(waited_, std::chrono::seconds(7));
}

TEST_F(ClientTest, SessionIsSignedKeptAndRenewedWhenTheServerForgotIt) {
  testing::FakeServer server;
  server.town.Found();
  const HttpAnswer about = *server.Send({"GET", "/v1/ledger", "", "", ""});
  const auto ledger = ParseJson(about.body);
  ASSERT_TRUE(ledger.has_value());
  const HttpAnswer challenge{201, R"({"challenge":"AAAA"})"};
  transport_.answers = {about,
                        challenge,
                        HttpAnswer{201, R"({"token":"one","roles":["auditor"]})"},
                        HttpAnswer{200, R"({"a":1})"},
                        HttpAnswer{200, R"({"a":2})"},
                        HttpAnswer{401, R"({"code":"unauthorized","title":"no"})"},
                        challenge,
                        HttpAnswer{201, R"({"token":"two"})"},
                        HttpAnswer{200, R"({"a":3})"}};
  ASSERT_TRUE(client_.Get("/v1/x", &ann_).has_value());
  const auto signed_in = ParseJson(transport_.requests[2].body);
  ASSERT_TRUE(signed_in.has_value());
  Signature signature;
  const auto bytes = Base64Decode(TextOf(*signed_in, "signature"));
  ASSERT_TRUE(bytes && bytes->size() == signature.bytes.size());
  std::copy(bytes->begin(), bytes->end(), signature.bytes.begin());
  EXPECT_TRUE(Verify(ann_.key.public_key(), Domain::kSession,
                     "AAAA\n" + ann_.account.ToString() + "\n" + TextOf(*ledger, "ledger"),
                     signature));
  ASSERT_TRUE(client_.Get("/v1/x", &ann_).has_value());
  EXPECT_EQ(transport_.requests[4].token, "one");
  EXPECT_EQ(transport_.requests.size(), 5U);
  const auto renewed = client_.Get("/v1/x", &ann_);
  ASSERT_TRUE(renewed.has_value());
  EXPECT_EQ(IntegerOf(*renewed, "a"), 3);
  EXPECT_EQ(transport_.requests.back().token, "two");
}

TEST_F(ClientTest, AnswersThatMakeNoSenseAreNoSuccess) {
  transport_.answers = {HttpAnswer{201, "hello"}};
  EXPECT_EQ(client_.Submit("{}").error().code, "outcome_unknown");
  transport_.answers = {HttpAnswer{200, "{\"status\":201,\"index\":1}\n"}};
  const std::vector<std::string> two = {"{}", "{}"};
  EXPECT_EQ(client_.SubmitLines(two).error().code, "answer_malformed");
  transport_.answers = {HttpAnswer{200, R"({"ledger":null})"}};
  EXPECT_EQ(client_.Ledger().error().code, "answer_malformed");
}

// Whoever is told "refused" pays again under a new id, so that must be certain.
TEST_F(ClientTest, WhatOneTryMayHaveDoneALaterRefusalToWriteDoesNotUndo) {
  client_.set_patience(std::chrono::milliseconds(1));
  transport_.answers = {HttpAnswer{504, "the proxy gave up"}};
  EXPECT_EQ(client_.Submit("{}").error().code, "outcome_unknown");
  client_.set_patience(std::chrono::milliseconds(300));
  const std::string read_only = R"({"code":"ledger_read_only","title":"read-only"})";
  transport_.answers = {HttpAnswer{502, ""}, HttpAnswer{503, read_only},
                        HttpAnswer{503, read_only}};
  EXPECT_EQ(client_.Submit("{}").error().code, "outcome_unknown");
  // Some proxies say so of a connection that broke behind them.
  transport_.answers = {HttpAnswer{503, "upstream reset"}, HttpAnswer{503, read_only}};
  EXPECT_EQ(client_.Submit("{}").error().code, "outcome_unknown");
  transport_.answers = {HttpAnswer{503, R"({"code":"outcome_unknown","title":"ask"})"},
                        HttpAnswer{503, read_only}};
  EXPECT_EQ(client_.Submit("{}").error().code, "outcome_unknown");
}

TEST_F(ClientTest, ARefusalIsTheLedgersOnlyWithItsReasonAndStatus) {
  const std::string expired = R"({"code":"valid_until_passed","title":"too late"})";
  transport_.answers = {HttpAnswer{422, expired}};
  EXPECT_EQ(client_.Submit("{}").error().refusal, Refusal::kByLedger);
  transport_.answers = {HttpAnswer{403, expired}};
  EXPECT_EQ(client_.Submit("{}").error().refusal, Refusal::kNone);
  transport_.answers = {HttpAnswer{403, R"({"code":"forbidden","title":"no"})"}};
  EXPECT_EQ(client_.Submit("{}").error().refusal, Refusal::kNone);
  transport_.answers = {NoAnswer{"reset", true}, HttpAnswer{422, expired}};
  EXPECT_EQ(client_.Submit("{}").error().refusal, Refusal::kByLedgerAfterLoss);
}

TEST(Connect, AddressesThatAreNoneAreWrongUsage) {
  EXPECT_EQ(Connect("localhost:80").error().exit, Exit::kUsage);
  EXPECT_TRUE(Connect("http://127.0.0.1:1/town/").has_value());
}

}  // namespace
}  // namespace enishi
