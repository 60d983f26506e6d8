#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "ledger/merkle/checkpoint.h"
#include "tests/fixtures/town.h"
#include "wallet-cli/client/client.h"

namespace enishi::testing {

/// A server without a network: the real rules on a town in memory, spoken to as the HTTP contract
/// says, and with the mishaps that a network has.
class FakeServer : public Transport {
 public:
  enum class Mishap {
    kLostBefore,  // the request never arrives
    kLostAfter,   // it is carried out, and the answer is lost
    kLostMidway,  // the first line is carried out, the others are not, and the answer is lost
    kBusy,        // 429 for the whole request
    kLineBusy,    // of a batch, the second line on is answered 503
    kReadOnly,    // 503 ledger_read_only for the whole request
    kForeign,     // a proxy's own 403, without a code
    kExpired,     // 422 valid_until_passed, whatever became of it before
  };

  /// The log's key; the origin is town.example/ledger.
  FakeServer();

  Result<HttpAnswer, NoAnswer> Send(const HttpRequest& request) override;

  /// What happens to the next writes, in their order; kNothing is not needed at the end.
  std::deque<std::optional<Mishap>> mishaps;
  /// Every body that was posted, in order, lost or not.
  std::vector<std::string> posted;
  /// Leaves in place of the town's, for a server that forks or cuts its log.
  std::optional<std::vector<std::string>> shown_leaves;
  /// Every other POST is answered 401, so that nobody gets a session.
  bool knows_nobody = false;
  /// The size of the head; the whole log where not given.
  std::optional<uint64_t> head_size;

  Town town;
  SigningKey log_key = SigningKey::Random();
  Origin origin{"town.example/ledger"};

 private:
  HttpAnswer Write(const HttpRequest& request, bool busy_lines);
  Json Line(const std::string& envelope);
  HttpAnswer Read(const std::string& path);
  HttpAnswer ReadId(const std::string& path);
  HttpAnswer ReadEntry(const std::string& path);
  [[nodiscard]] const std::vector<std::string>& leaves() const;
  [[nodiscard]] uint64_t size() const;
  [[nodiscard]] std::vector<Hash> LeafHashes() const;
  HttpAnswer ReadTile(const std::string& path);

  std::map<std::string, uint64_t> accepted_;
};

/// Keys with these labels.
Keyring KeyringOf(const std::vector<std::string>& labels);

/// A client that never really waits.
Client PatientClient(FakeServer& server);

}  // namespace enishi::testing
