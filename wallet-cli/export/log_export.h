#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>

#include "ledger/audit/source.h"
#include "ledger/merkle/checkpoint.h"
#include "wallet-cli/client/client.h"
#include "wallet-cli/terminal/failure.h"

namespace enishi {

/// A live log as an audit reads it. The bundles need a session of an auditor's account.
class ServerSource : public LogSource {
 public:
  /// Both must outlive the source.
  ServerSource(Client& client, const KeyEntry& auditor) : client_(client), auditor_(auditor) {}
  Parsed<std::string> Checkpoint() override;
  Parsed<std::string> Tile(const TileId& tile) override;
  Parsed<std::string> Bundle(const BundleId& bundle) override;

  /// The failure behind the message of a read, where it says nothing about the log: no connection,
  /// no auditor's session, a busy server. What the server does not have is no such case.
  [[nodiscard]] const Failure* Unreadable(const std::string& message) const;

 private:
  Parsed<std::string> Get(const std::string& path, const KeyEntry* as);

  Client& client_;
  const KeyEntry& auditor_;
  std::map<std::string, Failure> unreadable_;  // by the message that was returned
};

struct ExportOptions {
  std::filesystem::path folder;
  VerifierKey verifier_key;
  std::function<void(uint64_t)> progress;  // entries fetched so far
};

/// Copies a log into a folder laid out as C2SP tlog-tiles says, and writes verifier-key.txt and,
/// last of all, the checkpoint. Full tiles and bundles that are there already are not fetched
/// again, so that a broken-off export goes on where it stopped. Then everything in the folder is
/// hashed anew and compared with the head; an older head in the folder must be continued by it.
Tried<Checkpoint> ExportLog(LogSource& source, const ExportOptions& options);

}  // namespace enishi
