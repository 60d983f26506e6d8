#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "api/routes/router.h"
#include "ledger/base/json.h"
#include "ledger/codes/session_message.h"
#include "tests/fixtures/memory_service.h"

namespace enishi::testing {

/// The routes over a town's ledger in memory, called without a socket.
class ApiTest : public ::testing::Test {
 protected:
  ApiTest()
      : context_{service_, Sessions(SessionOptions(clock_ms_)), DirectoryCache(service_),
                 [] { return Timestamp{1'000'000}; }},
        router_(context_) {}

  /// Founds and furnishes the town, opens "hanako", "taro" and the shop "tofu", sells hanako 1,000
  /// points, and publishes a head.
  void Furnish() {
    town_.Found();
    town_.Furnish();
    town_.OpenParticipant("hanako");
    town_.OpenParticipant("taro");
    town_.OpenShop("tofu");
    town_.Charge("hanako", 1000);
    service_.Follow(town_);
    service_.PublishHead();
  }

  Response Get(const std::string& target, const std::string& token = "") {
    return Ask("GET", target, "", "", token);
  }
  Response Post(const std::string& path, const std::string& body,
                const std::string& type = "application/json", const std::string& token = "") {
    return Ask("POST", path, body, type, token);
  }

  Response Ask(const std::string& method, const std::string& target, const std::string& body,
               const std::string& type, const std::string& token) {
    Request request;
    request.method = method;
    request.path = target.substr(0, target.find('?'));
    if (request.path.size() < target.size())
      AddQuery(target.substr(request.path.size() + 1), request);
    request.body = body;
    request.content_type = type;
    if (!token.empty()) request.authorization = "Bearer " + token;
    return Handle(request);
  }

  /// What the router answers. The service in memory has answered before Handle returns.
  Response Handle(const Request& request) {
    std::optional<Response> answer;
    router_.Handle(request, [&](Response response) {
      EXPECT_FALSE(answer) << "answered twice";
      answer = std::move(response);
    });
    EXPECT_TRUE(answer) << "not answered";
    return answer.value_or(Response{});
  }

  /// The JSON of an answer; the test fails where it is none.
  static Json JsonOf(const Response& response) {
    auto json = ParseJson(response.body);
    EXPECT_TRUE(json) << response.body;
    return json ? *json : Json();
  }
  static std::string CodeOf(const Response& response) {
    EXPECT_EQ(response.content_type, "application/problem+json");
    return TextOf(JsonOf(response), "code");
  }

  static std::string Base64Key(const SigningKey& key) {
    return Base64Encode(AsView(key.public_key().bytes));
  }

  /// What opens a session for the account, signed by the key of `signer`.
  Response OpenSession(const std::string& account, const std::string& signer,
                       const std::string& challenge) {
    return OpenSession(account, signer, challenge, town_.ledger());
  }
  Response OpenSession(const std::string& account, const std::string& signer,
                       const std::string& challenge, const Hash& ledger) {
    const AccountId id = town_.Account(account);
    const SigningKey& key = town_.Key(signer);
    const Signature signature = key.Sign(Domain::kSession, SessionMessage(challenge, id, ledger));
    return Post("/v1/sessions",
                Dump(Json::object({{"account", id.ToString()},
                                   {"key", Base64Key(key)},
                                   {"challenge", challenge},
                                   {"signature", Base64Encode(AsView(signature.bytes))}})));
  }
  std::string Challenge(const std::string& account) {
    const Json body = Json::object({{"account", town_.Account(account).ToString()}});
    return TextOf(JsonOf(Post("/v1/challenges", Dump(body))), "challenge");
  }
  std::string Login(const std::string& label) {
    return TextOf(JsonOf(OpenSession(label, label, Challenge(label))), "token");
  }

  static std::string Envelope(const Instruction& instruction) {
    return WriteEnvelope(instruction.body, instruction.signatures);
  }
  Instruction Payment(int64_t amount) {
    return town_.Make("hanako", PaymentPay{town_.Account("tofu"), Town::Currency(),
                                           Town::Points(amount), Reference{"till-7"}});
  }
  std::string Path(const std::string& label, const std::string& rest = "") {
    return "/v1/accounts/" + town_.Account(label).ToString() + rest;
  }

  uint64_t clock_ms_ = 5'000;
  Town town_;
  MemoryService service_;
  ApiContext context_;
  Router router_;

 private:
  static Sessions::Options SessionOptions(const uint64_t& clock_ms) {
    Sessions::Options options;
    options.monotonic_ms = [&clock_ms] { return clock_ms; };
    return options;
  }
  static void AddQuery(std::string query, Request& request) {
    while (!query.empty()) {
      const std::string pair = query.substr(0, query.find('&'));
      query.erase(0, pair.size() + 1);
      const size_t equals = pair.find('=');
      request.query.emplace_back(pair.substr(0, equals), pair.substr(equals + 1));
    }
  }
};

}  // namespace enishi::testing
