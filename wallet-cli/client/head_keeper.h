#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "ledger/base/hash.h"
#include "ledger/merkle/checkpoint.h"
#include "wallet-cli/client/client.h"
#include "wallet-cli/terminal/failure.h"

namespace enishi {

/// The last head that was seen of a ledger.
struct SeenHead {
  std::string server;
  VerifierKey verifier_key;
  Hash ledger{};
  uint64_t size = 0;  // 0 before the first head
  Hash root{};
  std::string checkpoint;  // the note; evidence if a fork shows up later
};

/// Holds a server to its word: remembers the last head of each ledger in a file and demands of
/// every newer one a proof that it continues the older. A server that forgets, cuts or forks its
/// log is refused with the code history_rewritten. The log's key and the ledger's hash are fixed at
/// first use. Processes may share the file; the larger head stays. Not for concurrent use.
class HeadKeeper {
 public:
  /// `expected` is a verifier key from another source than the server, if there is one.
  HeadKeeper(std::filesystem::path file, std::string server,
             std::optional<VerifierKey> expected = std::nullopt);

  /// Fetches the ledger's description and its head, and checks and records them. The description
  /// of a ledger without a genesis is returned as it is.
  Tried<LedgerInfo> Check(Client& client);
  /// Holds a head that came another way, such as with a receipt, against the recorded one. It may
  /// be older; the proof then goes the other way.
  Tried<Checkpoint> CheckNote(const std::string& note, Client& client);

  /// What is recorded of this server's ledger, after Check.
  [[nodiscard]] const std::optional<SeenHead>& seen() const { return seen_; }

 private:
  Tried<std::vector<SeenHead>> Load() const;
  Tried<Unit> Save(const SeenHead& head) const;
  Tried<Unit> Identify(const LedgerInfo& info);

  std::filesystem::path file_;
  std::string server_;
  std::optional<VerifierKey> expected_;
  std::optional<SeenHead> seen_;
};

}  // namespace enishi
