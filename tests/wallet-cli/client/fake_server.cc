#include "tests/wallet-cli/client/fake_server.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "ledger/messages/reasons.h"
#include "tests/merkle/naive_tree.h"

namespace enishi::testing {
namespace {

HttpAnswer Problem(int status, const std::string& code) {
  const Json json = Json::object({{"title", "no"}, {"status", status}, {"code", code}});
  return {status, Dump(json), "application/problem+json"};
}

HttpAnswer Answer(int status, const Json& json) { return {status, Dump(json), "application/json"}; }

uint64_t NumberBehind(const std::string& path, const std::string& name) {
  return std::stoull(path.substr(path.find(name + "=") + name.size() + 1));
}

}  // namespace

FakeServer::FakeServer() = default;

const std::vector<std::string>& FakeServer::leaves() const {
  return shown_leaves ? *shown_leaves : town.leaves();
}

uint64_t FakeServer::size() const { return head_size.value_or(leaves().size()); }

std::vector<Hash> FakeServer::LeafHashes() const {
  std::vector<Hash> hashes;
  for (const std::string& leaf : leaves()) hashes.push_back(LeafHash(leaf));
  return hashes;
}

Result<HttpAnswer, NoAnswer> FakeServer::Send(const HttpRequest& request) {
  if (request.method == "GET") return Read(request.path);
  if (request.path != "/v1/instructions") {
    if (knows_nobody) return Problem(401, "unauthorized");
    if (request.path == "/v1/challenges") return Answer(201, Json::object({{"challenge", "AAAA"}}));
    if (request.path == "/v1/sessions") return Answer(201, Json::object({{"token", "t"}}));
    return Problem(404, "not_found");
  }
  posted.push_back(request.body);
  std::optional<Mishap> mishap;
  if (!mishaps.empty()) {
    mishap = mishaps.front();
    mishaps.pop_front();
  }
  if (mishap == Mishap::kLostBefore) return NoAnswer{"connection refused", false};
  if (mishap == Mishap::kBusy) return Problem(429, "queue_full");
  if (mishap == Mishap::kReadOnly) return Problem(503, "ledger_read_only");
  if (mishap == Mishap::kForeign) return HttpAnswer{403, "<html>forbidden</html>", "text/html"};
  if (mishap == Mishap::kExpired) return Problem(422, "valid_until_passed");
  const bool midway = mishap == Mishap::kLostMidway;
  HttpAnswer answer = Write(request, midway || mishap == Mishap::kLineBusy);
  if (midway || mishap == Mishap::kLostAfter) return NoAnswer{"connection reset", true};
  return answer;
}

Json FakeServer::Line(const std::string& envelope) {
  auto instruction = ReadEnvelope(envelope);
  const auto refused = [](const Rejection& rejection) {
    return Json::object({{"status", HttpStatus(rejection.reason)},
                         {"code", ReasonName(rejection.reason)},
                         {"title", TextOf(rejection.reason).title.en}});
  };
  if (!instruction) return refused(instruction.error());
  const auto known = accepted_.find(envelope);
  if (known != accepted_.end()) {
    return Json::object({{"status", 200}, {"index", known->second}, {"repeated", true}});
  }
  const auto outcome = town.Submit(*instruction);
  if (!outcome) return refused(outcome.error());
  const uint64_t index = town.leaves().size() - 1;
  accepted_[envelope] = index;
  return Json::object(
      {{"status", 201}, {"index", index}, {"committed_at", town.now().ms}, {"repeated", false}});
}

HttpAnswer FakeServer::Write(const HttpRequest& request, bool busy_lines) {
  if (request.content_type == "application/json") {
    const Json line = Line(request.body);
    return Answer(static_cast<int>(IntegerOf(line, "status")), line);
  }
  HttpAnswer answer{200, "", "application/x-ndjson"};
  std::string_view rest = request.body;
  for (int number = 0; !rest.empty(); ++number) {
    const size_t end = rest.find('\n');
    if (busy_lines && number > 0) {
      answer.body += R"({"status":503,"code":"outcome_unknown","title":"ask again"})"
                     "\n";
    } else {
      answer.body += Dump(Line(std::string(rest.substr(0, end)))) + "\n";
    }
    rest.remove_prefix(end + 1);
  }
  return answer;
}

HttpAnswer FakeServer::Read(const std::string& path) {
  if (path == "/v1/ledger") {
    const bool begun = !leaves().empty();
    return Answer(
        200, Json::object(
                 {{"ledger", begun ? Json(HexEncode(AsView(LeafHash(leaves().front())))) : Json()},
                  {"verifier_key", CheckpointVerifier(origin, log_key.public_key()).Encode()},
                  {"service_key", FieldType<PublicKey>::ToJson(town.Key("service").public_key())},
                  {"time", town.now().ms},
                  {"clock", "simulated"},
                  {"rules", uint64_t{kRulesVersion}},
                  {"size", uint64_t{leaves().size()}},
                  {"head_size", size()}}));
  }
  const NaiveTree tree(LeafHashes());
  if (path == "/checkpoint") {
    if (size() == 0) return Problem(404, "not_found");
    return {200, SignCheckpoint({origin, size(), tree.Root(size())}, log_key)};
  }
  if (path.starts_with("/v1/consistency")) {
    Json proof = Json::array();
    for (const Hash& hash :
         tree.Consistency({NumberBehind(path, "from"), NumberBehind(path, "to")})) {
      proof.push_back(HexEncode(AsView(hash)));
    }
    return Answer(200, Json::object({{"proof", std::move(proof)}}));
  }
  if (path.starts_with("/v1/ids/")) return ReadId(path);
  if (path.starts_with("/v1/entries/")) return ReadEntry(path);
  return ReadTile(path);
}

HttpAnswer FakeServer::ReadId(const std::string& path) {
  const size_t slash = path.rfind('/');
  const size_t account = std::string_view("/v1/ids/").size();
  const auto index =
      AcceptedAs(town.state(), AccountId::Parse(path.substr(account, slash - account)).value(),
                 Uuid::Parse(path.substr(slash + 1)).value());
  if (!index) return Problem(404, "not_found");
  return Answer(200, Json::object({{"index", *index}}));
}

HttpAnswer FakeServer::ReadEntry(const std::string& path) {
  const uint64_t index = std::stoull(path.substr(path.rfind('/') + 1));
  const std::string& leaf = leaves().at(index);
  return Answer(200, Json::object({{"index", index},
                                   {"committed_at", DecodeLeaf(leaf)->committed_at.ms},
                                   {"leaf", Base64Encode(leaf)}}));
}

HttpAnswer FakeServer::ReadTile(const std::string& path) {
  if (const auto bundle = ParseBundlePath(path.substr(1))) {
    std::string bytes;
    for (uint64_t i = 0; i < bundle->width; ++i) {
      AppendToBundle(bytes, leaves().at(bundle->number * kTileWidth + i));
    }
    return {200, bytes};
  }
  const auto tile = ParseTilePath(path.substr(1));
  if (!tile) return Problem(404, "not_found");
  TileStore store;
  store.Append(LeafHashes());
  return {200, store.Row({tile->level, tile->number}).substr(0, tile->width * sizeof(Hash))};
}

Keyring KeyringOf(const std::vector<std::string>& labels) {
  Keyring keyring;
  for (const std::string& label : labels) {
    SigningKey key = SigningKey::Random();
    const AccountId account = AccountId::FromKey(key.public_key());
    CHECK(keyring.Add({label, account, std::move(key)}).has_value());
  }
  return keyring;
}

Client PatientClient(FakeServer& server) {
  return Client(server, [](std::chrono::milliseconds) {}, std::chrono::seconds(10));
}

}  // namespace enishi::testing
