#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/calendar.h"
#include "ledger/base/hash.h"
#include "ledger/base/json.h"
#include "ledger/keys/key_file.h"
#include "ledger/merkle/note.h"
#include "wallet-cli/terminal/failure.h"

namespace enishi {

struct HttpRequest {
  std::string method = "GET";
  std::string path;
  std::string body = {};
  std::string content_type = {};
  std::string token = {};  // a bearer token, or empty
};

struct HttpAnswer {
  int status = 0;
  std::string body;
  std::string content_type = {};
  std::chrono::seconds retry_after{0};
  bool after_loss = false;  // an earlier try of the same request may have arrived
};

/// No answer came. Where the request may have reached the server its effect is unknown.
struct NoAnswer {
  std::string why;
  bool may_have_arrived = true;
};

/// One connection to one server. Not for concurrent use.
class Transport {
 public:
  virtual ~Transport() = default;
  virtual Result<HttpAnswer, NoAnswer> Send(const HttpRequest& request) = 0;
};

/// A keep-alive connection to "http://host:port" or "https://…", with a path prefix or without.
/// Connects on first use. An answer of more than 64 MiB is cut off and counts as none.
Tried<std::unique_ptr<Transport>> Connect(std::string_view url);

/// What GET /v1/ledger says.
struct LedgerInfo {
  std::optional<Hash> ledger;  // nothing before the genesis
  VerifierKey verifier_key;    // the log's origin and key
  PublicKey service_key;
  Timestamp time;
  bool simulated = false;
  uint32_t rules = 0;
  uint64_t size = 0;
  uint64_t head_size = 0;
  uint64_t quorum = 0;
  std::string municipality = {};
};

/// What became of one line of a batch.
struct LineAnswer {
  int status = 0;
  bool repeated = false;
  uint64_t index = 0;
  Timestamp committed_at = {};
  std::string code = {};  // of a refusal
  std::string title = {};
  std::string title_ja = {};
  std::string detail = {};

  [[nodiscard]] bool accepted() const { return status == 200 || status == 201; }
  /// True when nothing is decided and the same bytes should be sent again.
  [[nodiscard]] bool undecided() const { return status == 429 || status == 503; }
};

/// How the ledger's interface is spoken: paths, problems, sessions and retries. A write is sent
/// again with the very same bytes, so that it happens at most once. Not for concurrent use.
class Client {
 public:
  using Sleep = std::function<void(std::chrono::milliseconds)>;

  /// The transport must outlive the client. `patience` bounds the time spent waiting between
  /// retries of one request.
  explicit Client(Transport& transport, Sleep sleep = {},
                  std::chrono::milliseconds patience = std::chrono::seconds(20));

  Tried<LedgerInfo> Ledger();

  /// Reads, with a session of that key's account where one is given.
  Tried<Json> Get(const std::string& path, const KeyEntry* as = nullptr);
  Tried<std::string> GetBytes(const std::string& path, const KeyEntry* as = nullptr);
  /// The roles that the server grants the account in a session.
  Tried<std::vector<std::string>> Roles(const KeyEntry& as);

  /// Sends one envelope and returns the answer's object. A Failure with code outcome_unknown says
  /// that the envelope may have been accepted: send the same bytes again later. Its `refusal` says
  /// whether it was the ledger that refused.
  Tried<Json> Submit(const std::string& envelope);
  /// Sends envelopes in their order, at most 1,000 and 8 MiB. Lines that stay undecided are sent
  /// again, together with all behind them, so that their order holds.
  Tried<std::vector<LineAnswer>> SubmitLines(std::span<const std::string> envelopes);

  void set_patience(std::chrono::milliseconds patience) { patience_ = patience; }

 private:
  struct Session {
    std::string token;
    std::vector<std::string> roles;
    uint64_t renew_at_ms = 0;  // on the monotonic clock
  };

  Result<HttpAnswer, NoAnswer> SendPatiently(const HttpRequest& request);
  Tried<HttpAnswer> Read(const HttpRequest& request);
  Tried<const Session*> SessionOf(const KeyEntry& key);

  Transport& transport_;
  Sleep sleep_;
  std::chrono::milliseconds patience_;
  std::optional<Hash> ledger_;  // as the server last said; head_keeper.h holds it to that
  std::map<PublicKey, Session> sessions_;
};

/// What an answer that is no success says, from its RFC 9457 problem where it has one.
Failure ProblemOf(const HttpAnswer& answer);
Failure UnreachableFailure(const NoAnswer& no_answer);
Failure MalformedAnswer(std::string_view what);

}  // namespace enishi
