#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "ledger/service/ledger_service.h"
#include "ledger/service/start/recovery.h"
#include "tests/simulator/check.h"
#include "tests/simulator/expected_ledger.h"
#include "tests/simulator/stores.h"
#include "tests/simulator/workload.h"

namespace enishi::simulator {

struct Question;

/// The answer that the model expects.
struct Expected {
  enum class Kind { kAccepted, kRepeated, kRejected } kind;
  uint64_t index = 0;                       // of the entry, if accepted
  Reason reason = Reason::kGenesisMissing;  // if rejected
};

/// Requests that are committed together, in the order in which they were decided.
struct DecidedBatch {
  std::vector<std::shared_ptr<Question>> questions;
  bool judged = false;   // the expected answers are known
  bool durable = false;  // its entries are in the log
  bool unknown = false;  // the append reported unknown
  bool stepped = false;  // some were decided after a step of the wall clock
};

/// One sending of an instruction.
struct Question {
  std::string asker;
  Intent intent;
  std::function<void(const Answer&)> done;
  Timestamp wall;                   // the wall clock when it was decided
  DecidedBatch* decided = nullptr;  // null until it is decided
  std::optional<Expected> expected;
  int answers = 0;
};

/// Compares the service with the expected ledger at every step, and reports the first difference.
class Oracle final : public Watcher {
 public:
  Oracle(const Disk& disk, ExpectedLedger expected, const LedgerIdentity& identity,
         Verdict& verdict)
      : disk_(disk), expected_(std::move(expected)), identity_(identity), verdict_(verdict) {}

  /// The committer begins to commit this batch.
  void OnFinish(DecidedBatch& decided) { at_hand_ = &decided; }
  void OnAppended(std::span<const StoredEntry> entries, bool answered) override;
  void OnAppendLost(std::span<const StoredEntry> entries) override;
  void OnHeadStored(const std::string& note) override;
  void OnRowsWritten(const Overlay::Rows& rows, uint64_t applied_size) override;
  /// `failed`: the ledger is read-only.
  void OnAnswer(Question& question, const Answer& answer, bool failed);
  /// Checks what clients can read after a step.
  void Look(const Head& head, const LedgerService& service);
  /// The process has ended.
  void OnCrash();
  void OnStarted(const RecoveredState& standing);

  [[nodiscard]] const ExpectedLedger& expected() const { return expected_; }
  [[nodiscard]] uint64_t sweeps() const { return sweeps_; }
  [[nodiscard]] uint64_t heads() const { return heads_; }

 private:
  void Judge(DecidedBatch& decided, std::span<const StoredEntry> entries);
  void JudgeOne(Question& question, std::span<const StoredEntry>& entries);
  void FailUnforeseen(const DecidedBatch& decided, const StoredEntry& entry,
                      const std::string& wrong);
  void CheckUnavailable(const Question& question, Unavailable why, bool failed);
  void CheckDecided(const Question& question, const Answer& answer);
  [[nodiscard]] std::optional<Checkpoint> Open(const std::string& note) const;

  const Disk& disk_;
  ExpectedLedger expected_;
  const LedgerIdentity& identity_;
  Verdict& verdict_;
  DecidedBatch* at_hand_ = nullptr;
  // Of this process: the ids of the append whose result is unknown.
  std::set<std::pair<AccountId, Uuid>> unknown_;
  Checkpoint stored_;  // the newest stored head
  Head seen_;          // the newest visible head
  uint64_t sweeps_ = 0;
  uint64_t heads_ = 0;
};

}  // namespace enishi::simulator
