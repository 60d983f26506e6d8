#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "ledger/audit/audit.h"
#include "ledger/keys/key_file.h"
#include "tests/fixtures/temporary_folder.h"
#include "tests/fixtures/town.h"
#include "tests/scenarios/process.h"
#include "wallet-cli/client/client.h"
#include "wallet-cli/client/head_keeper.h"

namespace enishi::testing {

/// The programs under test.
std::filesystem::path EnishidProgram();
std::filesystem::path EnishiProgram();

/// A client with its own connection. Not thread-safe.
struct Caller {
  explicit Caller(const std::string& url);
  std::unique_ptr<Transport> transport;
  Client client;
};

/// The answer to one envelope.
struct Answered {
  bool accepted = false;
  bool repeated = false;
  uint64_t index = 0;
  Timestamp committed_at;
  std::string code;  // the reason of a refusal
};
Answered AnswerOf(const Tried<Json>& answer);

/// The small town on a real enishid, in a fresh folder on a free local port. Submit, and everything
/// built on it, goes over HTTP; its outcomes are empty. Not thread-safe, except where noted.
class LiveTown : public Town {
 public:
  /// Creates the keys and starts the service, without a genesis.
  explicit LiveTown(ClockMode clock);
  ~LiveTown() override = default;

  /// Submits the genesis with the service's own keys, and furnishes the town.
  void FoundAndFurnish();
  Checked<Outcome> Submit(const Instruction& instruction) override;
  /// Reads the ledger's time, which the next instructions will use.
  void LookAtTheClock();

  /// Signs as the actor. Thread-safe once the labels' keys have been used.
  std::string Envelope(const std::string& actor, const Payload& payload,
                       const std::vector<std::string>& with = {});

  /// Starts enishid and waits until it listens. Fails the test if it does not. Uses a new free port
  /// unless `port` is given.
  bool Start(uint16_t port = 0);
  /// Starts enishid without waiting.
  void StartWithoutWaiting(uint16_t port = 0);
  [[nodiscard]] Process& process() { return *process_; }
  /// The URL of the process started last, whether it listens or not. Thread-safe.
  [[nodiscard]] std::string url() const;
  [[nodiscard]] uint16_t port() const { return port_; }

  /// The key of a label in the form of a wallet's keyring.
  KeyEntry Entry(const std::string& label);
  /// The amount that the account can spend, or that a shop holds, as the service reports it.
  int64_t LiveBalance(const std::string& label);
  /// Fetches the newest head and checks that it continues every head seen before.
  Tried<LedgerInfo> CheckHead();
  /// Waits until the published head covers the whole log.
  void WaitForHead();
  /// Audits the running log as the auditor. Fails the test if the audit finds a fault.
  AuditReport AuditLive();

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }
  [[nodiscard]] std::filesystem::path ledger_folder() const { return folder_.path() / "ledger"; }
  [[nodiscard]] ProgramCall ServeCall(uint16_t port) const;
  [[nodiscard]] const std::string& verifier_key() const { return verifier_key_; }

 private:
  [[nodiscard]] std::filesystem::path PortFile() const { return folder() / "port"; }

  TemporaryFolder folder_;
  const ClockMode clock_;
  PublicKey log_key_;
  PublicKey service_key_;
  std::string verifier_key_;
  std::atomic<uint16_t> port_ = 0;
  std::unique_ptr<Process> process_;
  int starts_ = 0;
  std::unique_ptr<HeadKeeper> heads_;
  std::mutex making_;
};

}  // namespace enishi::testing
