#include "wallet-cli/client/client.h"

#include <httplib.h>

#include <algorithm>
#include <thread>
#include <utility>

#include "ledger/base/clock.h"
#include "ledger/codes/session_message.h"
#include "ledger/instruction/codec.h"
#include "ledger/instruction/rejection.h"
#include "ledger/messages/failures.h"
#include "ledger/messages/usage.h"

namespace enishi {
namespace {

using std::chrono::milliseconds;

constexpr size_t kAnswerBytesMax = size_t{64} << 20;
constexpr milliseconds kFirstPause{100};
constexpr milliseconds kLongestPause{3000};
// The server's sessions last 15 minutes.
constexpr uint64_t kSessionKeptMs = 13 * kMinuteMs;

class HttpTransport : public Transport {
 public:
  HttpTransport(const std::string& base, std::string prefix)
      : client_(base), prefix_(std::move(prefix)) {
    client_.set_keep_alive(true);
    // Head and body go out in two writes; without this each request would wait for a delayed ACK.
    client_.set_tcp_nodelay(true);
    client_.set_connection_timeout(std::chrono::seconds(5));
    client_.set_read_timeout(std::chrono::seconds(60));
    client_.set_write_timeout(std::chrono::seconds(30));
  }

  Result<HttpAnswer, NoAnswer> Send(const HttpRequest& request) override {
    httplib::Request wire;
    wire.method = request.method;
    wire.path = prefix_ + request.path;
    wire.body = request.body;
    if (!request.content_type.empty()) wire.set_header("Content-Type", request.content_type);
    if (!request.token.empty()) wire.set_header("Authorization", "Bearer " + request.token);
    HttpAnswer answer;
    wire.content_receiver = [&](const char* data, size_t size, uint64_t, uint64_t) {
      if (answer.body.size() + size > kAnswerBytesMax) return false;
      answer.body.append(data, size);
      return true;
    };
    const httplib::Result result = client_.send(wire);
    if (!result) {
      const bool not_sent = result.error() == httplib::Error::Connection ||
                            result.error() == httplib::Error::SSLConnection;
      return NoAnswer{httplib::to_string(result.error()), !not_sent};
    }
    answer.status = result->status;
    answer.content_type = result->get_header_value("Content-Type");
    answer.retry_after = RetryAfter(result->get_header_value("Retry-After"));
    return answer;
  }

  [[nodiscard]] bool is_valid() const { return client_.is_valid(); }

 private:
  // Seconds only; a date or nonsense counts as none.
  static std::chrono::seconds RetryAfter(const std::string& text) {
    const bool digits = !text.empty() && text.size() <= 4 &&
                        text.find_first_not_of("0123456789") == std::string::npos;
    return std::chrono::seconds(digits ? std::stoi(text) : 0);
  }

  httplib::Client client_;
  std::string prefix_;
};

bool IsUndecided(const HttpAnswer& answer) { return answer.status == 429 || answer.status >= 500; }

// A proxy that gives up on the service, or a fault behind the commit: the request may have had its
// effect. With these two codes of 503 the service itself says that it had none.
bool MayHaveArrived(const HttpAnswer& answer) {
  if (answer.status != 503) return answer.status >= 500;
  const std::string code = ProblemOf(answer).code;
  return code != "ledger_read_only" && code != "stopping";
}

// A proxy may answer with a status of the ledger's, but it knows none of its reasons.
bool IsRejection(int status, std::string_view code) {
  for (int i = 0; i < kReasonCount; ++i) {
    const auto reason = static_cast<Reason>(i);
    if (ReasonName(reason) == code) return HttpStatus(reason) == status;
  }
  return false;
}

LineAnswer LineOf(const Json& json) {
  LineAnswer line;
  line.status = static_cast<int>(IntegerOf(json, "status"));
  const Json* repeated = Find(json, "repeated");
  line.repeated = repeated != nullptr && AsBool(*repeated) != nullptr && *AsBool(*repeated);
  line.index = static_cast<uint64_t>(IntegerOf(json, "index"));
  line.committed_at = Timestamp{static_cast<uint64_t>(IntegerOf(json, "committed_at"))};
  line.code = TextOf(json, "code");
  line.title = TextOf(json, "title");
  line.title_ja = TextOf(json, "title_ja");
  line.detail = TextOf(json, "detail");
  return line;
}

Tried<std::vector<LineAnswer>> LinesOf(std::string_view body, size_t expected) {
  std::vector<LineAnswer> lines;
  while (!body.empty()) {
    const size_t end = std::min(body.find('\n'), body.size());
    const auto json = ParseJson(body.substr(0, end));
    if (!json) return MalformedAnswer("a line that is not JSON");
    lines.push_back(LineOf(*json));
    body.remove_prefix(std::min(end + 1, body.size()));
  }
  if (lines.size() != expected) return MalformedAnswer("not one line for each line sent");
  return lines;
}

template <class T>
bool ReadMember(const Json& json, std::string_view name, T& value) {
  const Json* member = Find(json, name);
  if (member == nullptr) return false;
  auto read = ReadField<T>(*member);
  if (!read) return false;
  value = *std::move(read);
  return true;
}

}  // namespace

Tried<std::unique_ptr<Transport>> Connect(std::string_view url) {
  const size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) {
    return Usage(texts::kServerForm);
  }
  const size_t path = std::min(url.find('/', scheme + 3), url.size());
  std::string prefix(url.substr(path));
  while (prefix.ends_with('/')) prefix.pop_back();
  auto transport =
      std::make_unique<HttpTransport>(std::string(url.substr(0, path)), std::move(prefix));
  if (!transport->is_valid()) return Usage(Fill(texts::kServerInvalid, url));
  return std::unique_ptr<Transport>(std::move(transport));
}

Failure ProblemOf(const HttpAnswer& answer) {
  const auto json = ParseJson(answer.body);
  if (!json || TextOf(*json, "code").empty()) {
    return {Exit::kRefused, "http_" + std::to_string(answer.status),
            Fill(texts::kStatusOnly, answer.status)};
  }
  std::string detail = TextOf(*json, "detail");
  if (const std::string pointer = TextOf(*json, "pointer"); !pointer.empty()) {
    detail = pointer + (detail.empty() ? "" : ": " + detail);
  }
  Refusal refusal = Refusal::kNone;
  if (IsRejection(answer.status, TextOf(*json, "code"))) {
    refusal = answer.after_loss ? Refusal::kByLedgerAfterLoss : Refusal::kByLedger;
  }
  return {Exit::kRefused,
          TextOf(*json, "code"),
          {TextOf(*json, "title"), TextOf(*json, "title_ja")},
          std::move(detail),
          refusal};
}

Failure UnreachableFailure(const NoAnswer& no_answer) {
  if (no_answer.may_have_arrived) {
    return {Exit::kRefused, "outcome_unknown", texts::kOutcomeUnknown, no_answer.why};
  }
  return {Exit::kRefused, "unreachable", texts::kUnreachable, no_answer.why};
}

Failure MalformedAnswer(std::string_view what) {
  return {Exit::kRefused, "answer_malformed", texts::kAnswerMalformed, std::string(what)};
}

Client::Client(Transport& transport, Sleep sleep, milliseconds patience)
    : transport_(transport),
      sleep_(sleep ? std::move(sleep)
                   : [](milliseconds pause) { std::this_thread::sleep_for(pause); }),
      patience_(patience) {}

// Waits longer and longer while the server is busy or gone, until patience ends.
Result<HttpAnswer, NoAnswer> Client::SendPatiently(const HttpRequest& request) {
  milliseconds waited{0};
  milliseconds pause = kFirstPause;
  bool may_have_arrived = false;
  while (true) {
    auto answer = transport_.Send(request);
    if (answer && !IsUndecided(*answer)) {
      answer->after_loss = may_have_arrived;
      return answer;
    }
    const bool now = answer ? MayHaveArrived(*answer) : answer.error().may_have_arrived;
    may_have_arrived = may_have_arrived || now;
    milliseconds next = pause;
    if (answer) next = std::max<milliseconds>(next, answer->retry_after);
    if (waited + next > patience_) {
      // What one try may have done, a later "not now" does not undo.
      if (answer && !may_have_arrived) return answer;
      const std::string why =
          answer ? "the last answer was " + std::to_string(answer->status) : answer.error().why;
      return NoAnswer{why, may_have_arrived};
    }
    sleep_(next);
    waited += next;
    pause = std::min(pause * 2, kLongestPause);
  }
}

// Reads change nothing, so one more try after a lost connection is always right.
Tried<HttpAnswer> Client::Read(const HttpRequest& request) {
  auto answer = transport_.Send(request);
  if (!answer) {
    sleep_(kFirstPause);
    answer = transport_.Send(request);
  }
  if (!answer) return UnreachableFailure({answer.error().why, false});
  if (answer->status >= 300) return ProblemOf(*answer);
  return *std::move(answer);
}

Tried<LedgerInfo> Client::Ledger() {
  const auto json = Get("/v1/ledger");
  if (!json) return json.error();
  LedgerInfo info;
  auto key = VerifierKey::Parse(TextOf(*json, "verifier_key"));
  if (!key) return MalformedAnswer("verifier_key: " + key.error().message);
  info.verifier_key = *std::move(key);
  const Json* ledger = Find(*json, "ledger");
  if (ledger == nullptr) return MalformedAnswer("no ledger");
  if (!ledger->is_null() && !ReadMember(*json, "ledger", info.ledger)) {
    return MalformedAnswer("ledger is no hash");
  }
  if (!ReadMember(*json, "service_key", info.service_key)) return MalformedAnswer("service_key");
  if (!ReadMember(*json, "time", info.time)) return MalformedAnswer("time");
  info.simulated = TextOf(*json, "clock") == "simulated";
  info.rules = static_cast<uint32_t>(IntegerOf(*json, "rules"));
  info.size = static_cast<uint64_t>(IntegerOf(*json, "size"));
  info.head_size = static_cast<uint64_t>(IntegerOf(*json, "head_size"));
  info.quorum = static_cast<uint64_t>(IntegerOf(*json, "quorum"));
  info.municipality = TextOf(*json, "municipality");
  ledger_ = info.ledger;
  return info;
}

Tried<const Client::Session*> Client::SessionOf(const KeyEntry& entry) {
  const uint64_t now_ms = MonotonicMs();
  const auto kept = sessions_.find(entry.key.public_key());
  if (kept != sessions_.end() && now_ms < kept->second.renew_at_ms) return &kept->second;
  if (!ledger_) {
    if (auto info = Ledger(); !info) return info.error();
    if (!ledger_) return MalformedAnswer("a ledger without a genesis opens no session");
  }
  const std::string account = entry.account.ToString();
  const auto post = [&](const char* path, const Json& body) -> Tried<Json> {
    auto answer = Read({"POST", path, Dump(body), "application/json", ""});
    if (!answer) return answer.error();
    auto json = ParseJson(answer->body);
    if (!json) return MalformedAnswer(json.error().message);
    return *std::move(json);
  };
  const auto challenge = post("/v1/challenges", Json::object({{"account", account}}));
  if (!challenge) return challenge.error();
  const std::string text = TextOf(*challenge, "challenge");
  const Signature signature =
      entry.key.Sign(Domain::kSession, SessionMessage(text, entry.account, *ledger_));
  const auto session = post(
      "/v1/sessions", Json::object({{"account", account},
                                    {"key", FieldType<PublicKey>::ToJson(entry.key.public_key())},
                                    {"challenge", text},
                                    {"signature", Base64Encode(AsView(signature.bytes))}}));
  if (!session) return session.error();
  Session made{TextOf(*session, "token"), {}, now_ms + kSessionKeptMs};
  if (made.token.empty()) return MalformedAnswer("a session without a token");
  if (const Json* roles = Find(*session, "roles"); roles != nullptr && AsArray(*roles) != nullptr) {
    for (const Json& role : *AsArray(*roles)) {
      if (AsString(role) != nullptr) made.roles.push_back(*AsString(role));
    }
  }
  Session& stored = sessions_[entry.key.public_key()];
  stored = std::move(made);
  return &stored;
}

Tried<std::vector<std::string>> Client::Roles(const KeyEntry& as) {
  const auto session = SessionOf(as);
  if (!session) return session.error();
  return (*session)->roles;
}

Tried<std::string> Client::GetBytes(const std::string& path, const KeyEntry* as) {
  HttpRequest request{"GET", path};
  if (as != nullptr) {
    const auto session = SessionOf(*as);
    if (!session) return session.error();
    request.token = (*session)->token;
  }
  auto answer = Read(request);
  if (!answer && as != nullptr && answer.error().code == "unauthorized") {
    // A server that was started anew has forgotten its sessions.
    sessions_.erase(as->key.public_key());
    const auto session = SessionOf(*as);
    if (!session) return session.error();
    request.token = (*session)->token;
    answer = Read(request);
  }
  if (!answer) return answer.error();
  return std::move(answer->body);
}

Tried<Json> Client::Get(const std::string& path, const KeyEntry* as) {
  const auto body = GetBytes(path, as);
  if (!body) return body.error();
  auto json = ParseJson(*body);
  if (!json) return MalformedAnswer(json.error().message);
  return *std::move(json);
}

Tried<Json> Client::Submit(const std::string& envelope) {
  const auto answer = SendPatiently({"POST", "/v1/instructions", envelope, "application/json", ""});
  if (!answer) return UnreachableFailure(answer.error());
  if (answer->status != 200 && answer->status != 201) return ProblemOf(*answer);
  auto json = ParseJson(answer->body);
  if (!json) return UnreachableFailure({"the answer is malformed", true});
  return *std::move(json);
}

Tried<std::vector<LineAnswer>> Client::SubmitLines(std::span<const std::string> envelopes) {
  std::vector<LineAnswer> all;
  milliseconds waited{0};
  milliseconds pause = kFirstPause;
  while (all.size() < envelopes.size()) {
    const auto left = envelopes.subspan(all.size());
    HttpRequest request{"POST", "/v1/instructions", "", "application/x-ndjson", ""};
    for (const std::string& envelope : left) request.body += envelope + "\n";
    const auto answer = SendPatiently(request);
    if (!answer) return UnreachableFailure(answer.error());
    if (answer->status != 200) return ProblemOf(*answer);
    auto lines = LinesOf(answer->body, left.size());
    if (!lines) return lines.error();
    const auto undecided = std::find_if(lines->begin(), lines->end(),
                                        [](const LineAnswer& line) { return line.undecided(); });
    if (undecided != lines->begin()) {
      waited = milliseconds{0};
      pause = kFirstPause;
    }
    if (undecided != lines->end() && waited + pause > patience_) {
      return Failure{Exit::kRefused, undecided->code,
                     Bilingual{undecided->title, undecided->title_ja}, undecided->detail};
    }
    const bool again = undecided != lines->end();
    all.insert(all.end(), lines->begin(), undecided);
    if (!again) break;
    sleep_(pause);
    waited += pause;
    pause = std::min(pause * 2, kLongestPause);
  }
  return all;
}

}  // namespace enishi
