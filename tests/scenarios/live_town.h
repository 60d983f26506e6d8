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

/// Where the programs under test are.
std::filesystem::path EnishidProgram();
std::filesystem::path EnishiProgram();

/// A client with a connection of its own. Not for concurrent use.
struct Caller {
  explicit Caller(const std::string& url);
  std::unique_ptr<Transport> transport;
  Client client;
};

/// What one envelope came to.
struct Answered {
  bool accepted = false;
  bool repeated = false;
  uint64_t index = 0;
  Timestamp committed_at;
  std::string code;  // of a refusal
};
Answered AnswerOf(const Tried<Json>& answer);

/// The small town, run by a real enishid in a fresh folder on a free port of this machine. Its
/// Submit and all that builds on it go over HTTP; outcomes come back empty. One thread, but for
/// what says otherwise.
class LiveTown : public Town {
 public:
  /// Draws the keys and starts the service. There is no genesis yet.
  explicit LiveTown(ClockMode clock);
  ~LiveTown() override = default;

  /// The genesis with the service's own keys, and the furniture.
  void FoundAndFurnish();
  Checked<Outcome> Submit(const Instruction& instruction) override;
  /// Takes over the ledger's time, so that what is made next is made for now.
  void LookAtTheClock();

  /// Signs as the actor. Any thread, once the labels' keys have been used.
  std::string Envelope(const std::string& actor, const Payload& payload,
                       const std::vector<std::string>& with = {});

  /// Starts enishid and waits until it listens; the test fails where it does not. A port of its
  /// own each time, unless `port` says which.
  bool Start(uint16_t port = 0);
  /// Starts it and does not wait.
  void StartWithoutWaiting(uint16_t port = 0);
  [[nodiscard]] Process& process() { return *process_; }
  /// Where it listens now. Any thread; what was started last, listening or not.
  [[nodiscard]] std::string url() const;
  [[nodiscard]] uint16_t port() const { return port_; }

  /// The key of a label as a wallet has it.
  KeyEntry Entry(const std::string& label);
  /// What the ledger says the account can spend, or for a shop, holds.
  int64_t LiveBalance(const std::string& label);
  /// Fetches the newest head and demands that it continues every one seen before.
  Tried<LedgerInfo> CheckHead();
  /// Waits until the published head has as many entries as the log.
  void WaitForHead();
  /// Audits the running log as the auditor; the test fails where anything is wrong.
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
