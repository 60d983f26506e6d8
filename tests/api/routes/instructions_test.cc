#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "ledger/messages/reasons.h"
#include "tests/api/routes/context_fixture.h"

namespace enishi::testing {
namespace {

class Instructions : public ApiTest {
 protected:
  static std::vector<Json> Lines(const Response& response) {
    std::vector<Json> lines;
    std::istringstream in(response.body);
    for (std::string line; std::getline(in, line);) lines.push_back(*ParseJson(line));
    return lines;
  }
  Response PostMany(const std::string& body) {
    return Post("/v1/instructions", body, "application/x-ndjson");
  }
};

TEST_F(Instructions, AcceptedOneIsCreatedAndItsRepetitionIsOk) {
  Furnish();
  const std::string envelope = Envelope(Payment(300));
  const Response first = Post("/v1/instructions", envelope);
  ASSERT_EQ(first.status, 201) << first.body;
  const Json json = JsonOf(first);
  EXPECT_EQ(IntegerOf(json, "index"), static_cast<int64_t>(town_.leaves().size()));
  EXPECT_EQ(IntegerOf(json, "committed_at"), static_cast<int64_t>(town_.now().ms));
  EXPECT_EQ(*Find(json, "repeated"), Json(false));
  EXPECT_EQ(AsArray(*Find(*Find(json, "outcome"), "postings"))->size(), 2U);

  const Response again = Post("/v1/instructions", envelope);
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(IntegerOf(JsonOf(again), "index"), IntegerOf(json, "index"));
  EXPECT_EQ(*Find(JsonOf(again), "repeated"), Json(true));
}

TEST_F(Instructions, RefusalsCarryTheStatusCodeAndTitlesOfTheirReason) {
  Furnish();
  struct Case {
    std::string body;
    Reason reason;
  };
  Instruction forged = Payment(1);
  forged.signatures[0].signature.bytes[5] ^= 1;
  std::string unknown = Payment(1).body;
  unknown.insert(unknown.size() - 1, ",\"memo\":\"x\"");
  const std::vector<Case> cases = {
      {"", Reason::kEnvelopeMalformed},
      {"{}", Reason::kEnvelopeMalformed},
      {R"({"body":"{","signatures":[]})", Reason::kBodyMalformed},
      {Envelope(forged), Reason::kSignatureInvalid},
      {WriteEnvelope(unknown, forged.signatures), Reason::kFieldUnknown},
      {Envelope(Payment(1001)), Reason::kInsufficientFunds},
      {Envelope(Payment(0)), Reason::kAmountZero},
      {Envelope(town_.Make("cashier", PostCreate{Town::Name("chief"), {Role::kPlanner}})),
       Reason::kRoleMissing},
  };
  for (const Case& one : cases) {
    const Response response = Post("/v1/instructions", one.body);
    EXPECT_EQ(CodeOf(response), ReasonName(one.reason)) << one.body;
    EXPECT_EQ(response.status, HttpStatus(one.reason));
    const Json json = JsonOf(response);
    EXPECT_EQ(TextOf(json, "type"), "urn:enishi:problem:" + std::string(ReasonName(one.reason)));
    EXPECT_EQ(TextOf(json, "title"), TextOf(one.reason).title.en);
    EXPECT_EQ(TextOf(json, "title_ja"), TextOf(one.reason).title.ja);
    EXPECT_EQ(IntegerOf(json, "status"), HttpStatus(one.reason));
  }
}

TEST_F(Instructions, WhatTheServiceCannotDoNowIsSaidWithItsOwnCode) {
  Furnish();
  const std::vector<std::tuple<Unavailable, int, std::string>> cases = {
      {Unavailable::kQueueFull, 429, "queue_full"},
      {Unavailable::kReadOnly, 503, "ledger_read_only"},
      {Unavailable::kOutcomeUnknown, 503, "outcome_unknown"},
      {Unavailable::kStopping, 503, "stopping"}};
  for (const auto& [unavailable, status, code] : cases) {
    service_.unavailable = unavailable;
    const Response one = Post("/v1/instructions", Envelope(Payment(1)));
    EXPECT_EQ(one.status, status);
    EXPECT_EQ(CodeOf(one), code);
    const auto lines = Lines(PostMany(Envelope(Payment(1)) + "\n"));
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(IntegerOf(lines[0], "status"), status);
    EXPECT_EQ(TextOf(lines[0], "code"), code);
  }
}

TEST_F(Instructions, QueueFullSaysWhenToComeAgain) {
  Furnish();
  service_.unavailable = Unavailable::kQueueFull;
  const Response response = Post("/v1/instructions", Envelope(Payment(1)));
  const std::pair<std::string, std::string> expected{"Retry-After", "1"};
  EXPECT_NE(std::find(response.headers.begin(), response.headers.end(), expected),
            response.headers.end());
}

TEST_F(Instructions, BatchLinesAreAnsweredInTheirOrder) {
  Furnish();
  std::string body;
  // 1,000 points pay for 10 of 100; every third line is forged, and no line holds up another.
  std::vector<std::string> expected;
  int paid = 0;
  for (int i = 0; i < 40; ++i) {
    Instruction payment = Payment(100);
    if (i % 3 == 0) {
      payment.signatures[0].signature.bytes[0] ^= 1;
      expected.emplace_back("signature_invalid");
    } else {
      expected.emplace_back(paid++ < 10 ? "" : "insufficient_funds");
    }
    body += Envelope(payment) + (i == 39 ? "" : "\n");
  }
  const Response response = PostMany(body);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.content_type, "application/x-ndjson");
  const auto lines = Lines(response);
  ASSERT_EQ(lines.size(), expected.size());
  int64_t next_index = static_cast<int64_t>(town_.leaves().size());
  for (size_t i = 0; i < lines.size(); ++i) {
    EXPECT_EQ(TextOf(lines[i], "code"), expected[i]) << i;
    if (!expected[i].empty()) continue;
    EXPECT_EQ(IntegerOf(lines[i], "status"), 201);
    EXPECT_EQ(IntegerOf(lines[i], "index"), next_index++);
    EXPECT_EQ(Find(lines[i], "outcome"), nullptr);
  }
}

TEST_F(Instructions, BlankLineOfABatchIsAnsweredAsALine) {
  Furnish();
  const auto lines = Lines(PostMany("\n" + Envelope(Payment(1)) + "\n"));
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(TextOf(lines[0], "code"), "envelope_malformed");
  EXPECT_EQ(IntegerOf(lines[1], "status"), 201);
}

TEST_F(Instructions, TooLongABatchIsRefusedWhole) {
  Furnish();
  std::string body;
  for (int i = 0; i < 1000; ++i) body += "{}\n";
  EXPECT_EQ(Lines(PostMany(body)).size(), 1000U);
  const Response response = PostMany(body + "{}\n");
  EXPECT_EQ(response.status, 413);
  EXPECT_EQ(CodeOf(response), "too_large");
  EXPECT_EQ(CodeOf(PostMany("")), "bad_request");
}

TEST_F(Instructions, EnvelopeOverItsLimitIsTooLarge) {
  Furnish();
  const std::string spaces(kEnvelopeBytesMax + 1, ' ');
  EXPECT_EQ(CodeOf(Post("/v1/instructions", spaces)), "too_large");
  EXPECT_EQ(TextOf(Lines(PostMany(spaces))[0], "code"), "body_too_large");
}

TEST_F(Instructions, OtherMediaTypesAreRefused) {
  for (const char* type : {"", "text/plain", "application/xml", "application/jsonx"}) {
    const Response response = Post("/v1/instructions", "{}", type);
    EXPECT_EQ(response.status, 415);
    EXPECT_EQ(CodeOf(response), "unsupported_media_type");
  }
  const Response response = Post("/v1/instructions", "{}", "Application/JSON; charset=utf-8");
  EXPECT_EQ(CodeOf(response), "envelope_malformed");
}

TEST_F(Instructions, NothingIsTakenBeforeTheGenesis) {
  EXPECT_EQ(CodeOf(Post("/v1/instructions", Envelope(town_.Make("mayor", ClockAdvance{})))),
            "genesis_missing");
}

}  // namespace
}  // namespace enishi::testing
