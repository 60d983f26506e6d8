#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "api/http/server.h"
#include "api/routes/router.h"
#include "ledger/codes/session_message.h"
#include "ledger/instruction/codec.h"
#include "ledger/merkle/checkpoint.h"
#include "ledger/merkle/proof.h"
#include "ledger/merkle/tile.h"
#include "ledger/service/start/open.h"
#include "ledger/service/upkeep/rebuild.h"
#include "tests/api/http/raw_client.h"
#include "tests/fixtures/temporary_folder.h"
#include "tests/fixtures/town.h"

namespace enishi::testing {
namespace {

// Everything there is, in one process: sockets, routes, sequencer, log and state on disk.
class WholeService : public ::testing::Test {
 protected:
  void SetUp() override { Start(); }
  void TearDown() override { Stop(); }

  void Start() {
    auto service = OpenLedger(ServiceOptions(), CopyOf("log"), CopyOf("service"));
    ASSERT_TRUE(service) << service.error().message;
    service_ = *std::move(service);
    Sessions::Options sessions;
    sessions.monotonic_ms = [] { return uint64_t{0}; };
    context_ = std::unique_ptr<ApiContext>(new ApiContext{
        *service_, Sessions(sessions), DirectoryCache(*service_), [] { return Timestamp{0}; }});
    router_ = std::make_unique<Router>(*context_);
    HttpServer::Options options;
    options.connections.workers = 8;
    auto server = HttpServer::Listen(options, [this](const Request& request, Reply reply) {
      router_->Handle(request, std::move(reply));
    });
    ASSERT_TRUE(server) << server.error();
    server_ = *std::move(server);
  }

  void Stop() {
    server_->Stop();
    service_->Stop();
    server_.reset();
    router_.reset();
    context_.reset();
    service_.reset();
  }

  LedgerService::Options ServiceOptions() {
    LedgerService::Options options;
    options.folder = folder_.path();
    options.origin = *Origin::Parse("town.example/ledger");
    options.clock = ClockMode::kSimulated;
    for (const char* label : {"mayor", "deputy", "clerk"}) {
      options.administrators.push_back(town_.Key(label).public_key());
    }
    options.checkpoint_every = std::chrono::milliseconds(20);
    options.wall_clock = [] { return Town::kStart; };
    return options;
  }

  SigningKey CopyOf(const std::string& label) {
    return SigningKey::FromSeed(*Seed::FromBytes(town_.Key(label).seed().bytes()));
  }

  struct Answer {
    int status = 0;
    std::string body;
    [[nodiscard]] Json json() const {
      auto json = ParseJson(body);
      EXPECT_TRUE(json) << body;
      return json ? *json : Json();
    }
  };

  Answer Ask(const std::string& method, const std::string& path, const std::string& body = "",
             const std::string& type = "application/json", const std::string& token = "") {
    RawClient client(server_->port());
    std::string request = method + " " + path + " HTTP/1.1\r\nHost: test\r\n";
    if (method == "POST") {
      request +=
          "Content-Type: " + type + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
    }
    if (!token.empty()) request += "Authorization: Bearer " + token + "\r\n";
    client.Send(request + "\r\n" + body);
    const std::string answer = client.Receive();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 ")) << answer;
    if (!answer.starts_with("HTTP/1.1 ")) return {};
    return {std::stoi(answer.substr(9, 3)), answer.substr(answer.find("\r\n\r\n") + 4)};
  }
  Answer Get(const std::string& path, const std::string& token = "") {
    return Ask("GET", path, "", "", token);
  }

  // Sends the town's entries from the first that the service lacks, in one batch.
  void SendTown() {
    std::string lines;
    for (const std::string& bytes : town_.leaves()) {
      const auto leaf = DecodeLeaf(bytes);
      lines += WriteEnvelope(leaf->body, leaf->signatures) + "\n";
    }
    const Answer answer = Ask("POST", "/v1/instructions", lines, "application/x-ndjson");
    ASSERT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body.find("\"code\""), std::string::npos) << answer.body;
  }

  std::string Login(const std::string& label) {
    const std::string account = town_.Account(label).ToString();
    const SigningKey& key = town_.Key(label);
    const std::string challenge =
        TextOf(Ask("POST", "/v1/challenges", Dump(Json::object({{"account", account}}))).json(),
               "challenge");
    const Signature signature =
        key.Sign(Domain::kSession, SessionMessage(challenge, town_.Account(label), town_.ledger()));
    const Json body = Json::object({{"account", account},
                                    {"key", Base64Encode(AsView(key.public_key().bytes))},
                                    {"challenge", challenge},
                                    {"signature", Base64Encode(AsView(signature.bytes))}});
    return TextOf(Ask("POST", "/v1/sessions", Dump(body)).json(), "token");
  }

  // The published head, once it covers the whole log; at most a minute.
  Checkpoint WaitForHead() {
    for (int i = 0; i < 6000; ++i) {
      const Json ledger = Get("/v1/ledger").json();
      if (IntegerOf(ledger, "head_size") == IntegerOf(ledger, "size")) break;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    const auto key = VerifierKey::Parse(TextOf(Get("/v1/ledger").json(), "verifier_key"));
    const auto opened = OpenCheckpoint(Get("/checkpoint").body, *key);
    EXPECT_TRUE(opened);
    return opened ? *opened : Checkpoint();
  }

  static std::vector<Hash> HashesOf(const Json& list) {
    std::vector<Hash> hashes;
    for (const Json& hash : *AsArray(list)) hashes.push_back(*ReadField<Hash>(hash));
    return hashes;
  }

  void Furnish() {
    town_.Found();
    town_.Furnish();
    town_.OpenParticipant("hanako");
    town_.OpenShop("tofu");
    town_.Charge("hanako", 1000);
    SendTown();
  }
  std::string Payment(int64_t amount) {
    const Instruction payment = town_.Make(
        "hanako",
        PaymentPay{town_.Account("tofu"), Town::Currency(), Town::Points(amount), std::nullopt});
    return WriteEnvelope(payment.body, payment.signatures);
  }
  std::string LotsOf(const std::string& label) {
    return Get("/v1/accounts/" + town_.Account(label).ToString() + "/lots", Login(label)).body;
  }

  TemporaryFolder folder_;
  Town town_;
  std::unique_ptr<LedgerService> service_;
  std::unique_ptr<ApiContext> context_;
  std::unique_ptr<Router> router_;
  std::unique_ptr<HttpServer> server_;
};

TEST_F(WholeService, LogHoldsTheVeryLeavesThatTheRulesMadeInMemory) {
  Furnish();
  const Checkpoint head = WaitForHead();
  ASSERT_EQ(head.size, town_.leaves().size());
  const Answer bundle = Get("/tile/entries/000.p/" + std::to_string(head.size), Login("auditor"));
  const auto leaves = DecodeBundle(bundle.body);
  ASSERT_TRUE(leaves);
  ASSERT_EQ(leaves->size(), head.size);
  Frontier frontier;
  for (size_t i = 0; i < head.size; ++i) {
    EXPECT_EQ((*leaves)[i], town_.leaves()[i]) << i;
    frontier.Append(LeafHash((*leaves)[i]));
  }
  EXPECT_EQ(frontier.Root(), head.root);
}

TEST_F(WholeService, GenesisMustSayWhatTheServiceIs) {
  town_.Found();
  const auto leaf = DecodeLeaf(town_.leaves().front());
  const auto instruction = ReadBody(leaf->body, leaf->signatures);
  Genesis genesis = std::get<Genesis>(instruction->payload);
  genesis.origin = *Origin::Parse("other.example/ledger");
  const Instruction other = Sign(instruction->header, genesis,
                                 {&town_.Key("mayor"), &town_.Key("deputy"), &town_.Key("clerk")});
  const Answer refused =
      Ask("POST", "/v1/instructions", WriteEnvelope(other.body, other.signatures));
  EXPECT_EQ(refused.status, 400) << refused.body;
  EXPECT_EQ(TextOf(refused.json(), "code"), "field_invalid");
  EXPECT_EQ(TextOf(refused.json(), "pointer"), "/origin");
  SendTown();
}

TEST_F(WholeService, PaymentEndsInAReceiptThatProvesIt) {
  Furnish();
  const Checkpoint before = WaitForHead();
  const Answer paid = Ask("POST", "/v1/instructions", Payment(300));
  ASSERT_EQ(paid.status, 201) << paid.body;
  const Checkpoint head = WaitForHead();
  const std::string index = std::to_string(IntegerOf(paid.json(), "index"));
  const Json receipt = Get("/v1/entries/" + index + "/receipt", Login("tofu")).json();
  const std::string leaf = *Base64Decode(TextOf(receipt, "leaf"));
  EXPECT_TRUE(VerifyInclusion(
      {static_cast<uint64_t>(IntegerOf(receipt, "index")), head.size, LeafHash(leaf), head.root},
      HashesOf(*Find(receipt, "proof"))));
  EXPECT_EQ(DecodeLeaf(leaf)->outcome_hash,
            Sha256({*Base64Decode(TextOf(receipt, "outcome_bytes"))}));
  const Json proof = Get("/v1/consistency?from=" + std::to_string(before.size)).json();
  EXPECT_TRUE(VerifyConsistency({before.size, before.root, head.size, head.root},
                                HashesOf(*Find(proof, "proof"))));
}

TEST_F(WholeService, RestartAndRebuildKeepEverything) {
  Furnish();
  const std::string payment = Payment(300);
  const Json first = Ask("POST", "/v1/instructions", payment).json();
  const Checkpoint before = WaitForHead();
  const std::string lots = LotsOf("hanako");
  Stop();
  Start();
  EXPECT_EQ(LotsOf("hanako"), lots);
  const Answer again = Ask("POST", "/v1/instructions", payment);
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(IntegerOf(again.json(), "index"), IntegerOf(first, "index"));
  Stop();
  ASSERT_TRUE(RebuildState(ServiceOptions()));
  Start();
  EXPECT_EQ(LotsOf("hanako"), lots);
  EXPECT_EQ(WaitForHead(), before);
}

TEST_F(WholeService, ClientsAtOnceNeverSpendMoreThanThereIs) {
  Furnish();
  std::vector<std::string> payments;
  for (int i = 0; i < 24; ++i) payments.push_back(Payment(100));
  std::atomic<int> accepted = 0;
  std::atomic<int> refused = 0;
  std::vector<std::thread> clients;
  for (size_t client = 0; client < 8; ++client) {
    clients.emplace_back([&, client] {
      for (size_t i = client; i < payments.size(); i += 8) {
        const int status = Ask("POST", "/v1/instructions", payments[i]).status;
        if (status == 201) ++accepted;
        if (status == 422) ++refused;
      }
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(accepted, 10);
  EXPECT_EQ(refused, 14);
  const Json lots = *ParseJson(LotsOf("tofu"));
  EXPECT_EQ(IntegerOf(AsArray(*Find(lots, "balances"))->front(), "available"), 1000);
}

}  // namespace
}  // namespace enishi::testing
