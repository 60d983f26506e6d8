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
#include "tests/simulator/folk.h"
#include "tests/simulator/stores.h"
#include "tests/simulator/truth.h"

namespace enishi::simulator {

struct Question;

/// What the model says must be answered.
struct Expected {
  enum class Kind { kAccepted, kRepeated, kRejected } kind;
  uint64_t index = 0;                       // of the entry, unless it was rejected
  Reason reason = Reason::kGenesisMissing;  // when it was
};

/// Questions that are committed together, in the order in which they were decided.
struct Together {
  std::vector<std::shared_ptr<Question>> questions;
  bool judged = false;   // the model has said what is to be answered
  bool durable = false;  // its entries are in the log
  bool unknown = false;  // the log did not say whether it appended
  bool stepped = false;  // some were decided after the wall clock had stepped
};

/// An instruction on its way, once for each time that it was sent.
struct Question {
  std::string asker;
  Intent intent;
  std::function<void(const Answer&)> done;
  Timestamp wall;                // what the clock said when it was decided
  Together* together = nullptr;  // null until it was decided
  std::optional<Expected> expected;
  int answers = 0;
};

/// Holds what the service does against the truth, at every step, and says the first thing that is
/// not as it must be.
class Oracle final : public Watcher {
 public:
  Oracle(const Disk& disk, Truth truth, const LedgerIdentity& identity, Verdict& verdict)
      : disk_(disk), truth_(std::move(truth)), identity_(identity), verdict_(verdict) {}

  /// The committer has taken these.
  void OnFinish(Together& together) { at_hand_ = &together; }
  void OnAppended(std::span<const StoredEntry> entries, bool answered) override;
  void OnAppendLost(std::span<const StoredEntry> entries) override;
  void OnHeadStored(const std::string& note) override;
  void OnRowsWritten(const Overlay::Rows& rows, uint64_t applied_size) override;
  /// `failed`: the ledger has latched.
  void OnAnswer(Question& question, const Answer& answer, bool failed);
  /// What everybody can see after a step.
  void Look(const Head& head, const LedgerService& service);
  /// The process is gone.
  void OnCrash();
  void OnStarted(const RecoveredState& standing);

  [[nodiscard]] const Truth& truth() const { return truth_; }
  [[nodiscard]] uint64_t sweeps() const { return sweeps_; }
  [[nodiscard]] uint64_t heads() const { return heads_; }

 private:
  void Judge(Together& together, std::span<const StoredEntry> entries);
  void JudgeOne(Question& question, std::span<const StoredEntry>& entries);
  void FailUnforeseen(const Together& together, const StoredEntry& entry, const std::string& wrong);
  void CheckUnavailable(const Question& question, Unavailable why, bool failed);
  void CheckDecided(const Question& question, const Answer& answer);
  [[nodiscard]] std::optional<Checkpoint> Open(const std::string& note) const;

  const Disk& disk_;
  Truth truth_;
  const LedgerIdentity& identity_;
  Verdict& verdict_;
  Together* at_hand_ = nullptr;
  // Of this process: the ids of an append that it does not know of.
  std::set<std::pair<AccountId, Uuid>> unknown_;
  Checkpoint stored_;  // the newest that was stored anywhere
  Head seen_;          // the newest that anybody saw
  uint64_t sweeps_ = 0;
  uint64_t heads_ = 0;
};

}  // namespace enishi::simulator
