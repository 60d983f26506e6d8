#include <algorithm>
#include <nlohmann/json.hpp>

#include "api/routes/routes.h"
#include "tests/api/routes/context_fixture.h"

namespace enishi::testing {
namespace {

class SessionsOfAccounts : public ApiTest {};

TEST_F(SessionsOfAccounts, SignedChallengeGivesATokenWithTheRoles) {
  Furnish();
  const Response response = OpenSession("auditor", "auditor", Challenge("auditor"));
  ASSERT_EQ(response.status, 201);
  const Json json = JsonOf(response);
  EXPECT_EQ(TextOf(json, "token").size(), 64U);
  EXPECT_EQ(*Find(json, "roles"), Json(Json::array({"auditor"})));
  EXPECT_EQ(IntegerOf(json, "expires_at"), 1'000'000 + 15 * 60'000);
}

TEST_F(SessionsOfAccounts, EveryForgeryGetsTheSameRefusal) {
  Furnish();
  const std::string used = Challenge("hanako");
  EXPECT_EQ(OpenSession("hanako", "hanako", used).status, 201);
  const std::string ended = Challenge("hanako");
  clock_ms_ += 60'000;

  std::vector<Response> responses;
  responses.push_back(OpenSession("hanako", "hanako", used));                 // replayed
  responses.push_back(OpenSession("hanako", "hanako", ended));                // expired
  responses.push_back(OpenSession("hanako", "taro", Challenge("hanako")));    // another's key
  responses.push_back(OpenSession("hanako", "hanako", Challenge("taro")));    // another's challenge
  responses.push_back(OpenSession("nobody", "nobody", Challenge("nobody")));  // no account
  responses.push_back(OpenSession("hanako", "hanako", Base64Encode(RandomBytes(32))));
  for (const Response& response : responses) {
    EXPECT_EQ(response.status, 401);
    EXPECT_EQ(response.body, responses.front().body);
  }
}

TEST_F(SessionsOfAccounts, WrongSignatureUsesTheChallengeUp) {
  Furnish();
  const std::string challenge = Challenge("hanako");
  const Json body = Json::object({{"account", town_.Account("hanako").ToString()},
                                  {"key", Base64Key(town_.Key("hanako"))},
                                  {"challenge", challenge},
                                  {"signature", Base64Encode(std::string(64, 'x'))}});
  EXPECT_EQ(Post("/v1/sessions", Dump(body)).status, 401);
  EXPECT_EQ(OpenSession("hanako", "hanako", challenge).status, 401);
}

// Another ledger's server could pass the challenge on to a client with an account in both.
TEST_F(SessionsOfAccounts, ChallengeSignedForAnotherLedgerOpensNoSession) {
  Furnish();
  const Hash other = Sha256({"another town"});
  EXPECT_EQ(OpenSession("hanako", "hanako", Challenge("hanako"), other).status, 401);
  EXPECT_EQ(OpenSession("hanako", "hanako", Challenge("hanako")).status, 201);
}

TEST_F(SessionsOfAccounts, InstructionSignatureOverAChallengeOpensNoSession) {
  Furnish();
  const std::string challenge = Challenge("hanako");
  const std::string message = SessionMessage(challenge, town_.Account("hanako"), town_.ledger());
  const Signature signature = town_.Key("hanako").Sign(Domain::kInstruction, message);
  const Json body = Json::object({{"account", town_.Account("hanako").ToString()},
                                  {"key", Base64Key(town_.Key("hanako"))},
                                  {"challenge", challenge},
                                  {"signature", Base64Encode(AsView(signature.bytes))}});
  EXPECT_EQ(CodeOf(Post("/v1/sessions", Dump(body))), "unauthorized");
}

TEST_F(SessionsOfAccounts, MalformedLoginsAreBadRequests) {
  Furnish();
  for (const char* body : {"", "[]", "{}", R"({"account":1})", R"({"account":"x"})",
                           R"({"account":"AAAA-AAAA-AAAA-AAAA-AAAA-AAAA","more":"x"})"}) {
    EXPECT_EQ(CodeOf(Post("/v1/challenges", body)), "bad_request") << body;
    EXPECT_EQ(CodeOf(Post("/v1/sessions", body)), "bad_request") << body;
  }
  EXPECT_EQ(CodeOf(Post("/v1/challenges", std::string(5000, ' '))), "too_large");
}

TEST_F(SessionsOfAccounts, TokenEndsAfterItsTime) {
  Furnish();
  const std::string token = Login("hanako");
  clock_ms_ += 15 * 60'000 - 1;
  EXPECT_EQ(Get(Path("hanako", "/lots"), token).status, 200);
  clock_ms_ += 1;
  EXPECT_EQ(Get(Path("hanako", "/lots"), token).status, 401);
}

TEST_F(SessionsOfAccounts, RevokedKeyEndsItsSessionAtOnce) {
  Furnish();
  const std::string token = Login("hanako");
  town_.Do("hanako", KeyAdd{town_.Key("hanako-2").public_key(), {}, {}, {}, {}});
  const Instruction revoke = town_.Make("hanako", KeyRevoke{town_.Key("hanako").public_key()});
  service_.Follow(town_);
  EXPECT_EQ(Get(Path("hanako", "/lots"), token).status, 200);
  ASSERT_EQ(Post("/v1/instructions", Envelope(revoke)).status, 201);
  EXPECT_EQ(Get(Path("hanako", "/lots"), token).status, 401);
}

TEST_F(SessionsOfAccounts, RolesAreThoseOfTheMoment) {
  Furnish();
  const std::string token = Login("auditor");
  EXPECT_EQ(Get(Path("hanako", "/lots"), token).status, 200);
  town_.Do("mayor", PostDismiss{Town::Name("auditor"), town_.Account("auditor")}, {"deputy"});
  service_.Follow(town_);
  EXPECT_EQ(CodeOf(Get(Path("hanako", "/lots"), token)), "forbidden");
}

TEST_F(SessionsOfAccounts, StoresStayBounded) {
  Sessions::Options options;
  options.challenges_max = 4;
  options.sessions_max = 4;
  options.monotonic_ms = [] { return uint64_t{0}; };
  Sessions sessions(options);
  const AccountId account = town_.Account("hanako");
  const std::string first_challenge = sessions.NewChallenge(account);
  const std::string first_token = sessions.Open({account, {}});
  for (int i = 0; i < 3; ++i) {
    sessions.NewChallenge(account);
    sessions.Open({account, {}});
  }
  EXPECT_TRUE(sessions.Find(first_token));
  sessions.NewChallenge(account);
  sessions.Open({account, {}});
  EXPECT_FALSE(sessions.TakeChallenge(first_challenge, account));
  EXPECT_FALSE(sessions.Find(first_token));
  EXPECT_EQ(sessions.session_count(), 4U);
}

class RightsMatrix : public ApiTest {};

// The status for each caller: without a session, the account itself, another account, an auditor.
TEST_F(RightsMatrix, EveryReadAnswersItsCallersOnly) {
  Furnish();
  // The last entry is the sale to hanako.
  const std::string index = std::to_string(town_.leaves().size() - 1);
  struct Row {
    std::string target;
    int anonymous, holder, other, auditor;
  };
  const std::vector<Row> rows = {
      {"/v1/ledger", 200, 200, 200, 200},
      {"/checkpoint", 200, 200, 200, 200},
      {"/tile/0/000.p/3", 200, 200, 200, 200},
      {"/tile/entries/000.p/3", 401, 403, 403, 200},
      {"/v1/consistency?from=1", 200, 200, 200, 200},
      {"/v1/currencies", 200, 200, 200, 200},
      {"/v1/currencies/KAEN", 200, 200, 200, 200},
      {"/v1/programmes", 200, 200, 200, 200},
      {"/v1/posts", 200, 200, 200, 200},
      {"/v1/shops", 200, 200, 200, 200},
      {"/v1/activities", 200, 200, 200, 200},
      {Path("hanako"), 200, 200, 200, 200},
      {Path("hanako", "/lots"), 401, 200, 403, 200},
      {Path("hanako", "/history"), 401, 200, 403, 200},
      {"/v1/entries/" + index, 401, 200, 403, 200},
      {"/v1/entries/" + index + "/receipt", 401, 200, 403, 200},
      {"/v1/ids/" + town_.Account("hanako").ToString() + "/" + Uuid::At(town_.now()).ToString(),
       401, 404, 403, 404},
      {"/healthz", 200, 200, 200, 200},
      {"/metrics", 200, 200, 200, 200},
  };
  const std::string holder = Login("hanako");
  const std::string other = Login("taro");
  const std::string auditor = Login("auditor");
  for (const Row& row : rows) {
    EXPECT_EQ(Get(row.target).status, row.anonymous) << row.target;
    EXPECT_EQ(Get(row.target, holder).status, row.holder) << row.target;
    EXPECT_EQ(Get(row.target, other).status, row.other) << row.target;
    EXPECT_EQ(Get(row.target, auditor).status, row.auditor) << row.target;
    EXPECT_EQ(Get(row.target, "not-a-token").status, 401) << row.target;
  }
  // The matrix covers every GET route of the table.
  const auto reads = std::count_if(Routes().begin(), Routes().end(),
                                   [](const Route& route) { return route.method == "GET"; });
  EXPECT_EQ(static_cast<size_t>(reads), rows.size());
}

TEST_F(RightsMatrix, EvaluatorReadsNoEntryOfOthers) {
  Furnish();
  const std::string sale = "/v1/entries/" + std::to_string(town_.leaves().size() - 1);
  town_.Do("mayor", PostCreate{Town::Name("evaluation"), {Role::kEvaluator}}, {"deputy"});
  town_.Do("clerk", AccountOpen{town_.Key("evaluator").public_key(), AccountKind::kOfficial, {}});
  town_.Do("mayor",
           PostAppoint{Town::Name("evaluation"), town_.Account("evaluator"), Date::Of(town_.now()),
                       Town::Day("2027-03-31")},
           {"deputy"});
  service_.Follow(town_);
  service_.PublishHead();
  const std::string evaluator = Login("evaluator");
  EXPECT_EQ(Get(sale, evaluator).status, 403);
  EXPECT_EQ(Get(sale + "/receipt", evaluator).status, 403);
}

TEST_F(RightsMatrix, AccountShowsItsKeysToItselfRegistrarAndAuditorOnly) {
  Furnish();
  EXPECT_EQ(Find(JsonOf(Get(Path("hanako"))), "keys"), nullptr);
  EXPECT_EQ(Find(JsonOf(Get(Path("hanako"), Login("taro"))), "keys"), nullptr);
  for (const char* label : {"hanako", "registrar", "auditor"}) {
    const Json json = JsonOf(Get(Path("hanako"), Login(label)));
    ASSERT_NE(Find(json, "keys"), nullptr) << label;
    EXPECT_EQ(TextOf(AsArray(*Find(json, "keys"))->front(), "key"), Base64Key(town_.Key("hanako")));
    EXPECT_EQ(*Find(json, "enrolled"), Json(true));
  }
}

}  // namespace
}  // namespace enishi::testing
