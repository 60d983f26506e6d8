#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "ledger/log/failure_latch.h"
#include "ledger/log/log.h"
#include "ledger/service/identity.h"
#include "ledger/service/ledger_service.h"
#include "ledger/service/recovery.h"
#include "ledger/service/wall_clock.h"
#include "ledger/state/state.h"

namespace enishi {

/// An instruction that waits for its answer.
struct Pending {
  Instruction instruction;
  std::function<void(Answer)> done;
};

/// The write path without threads: takes a batch of instructions through the rules, appends what
/// they accept, brings the state up, and answers. specs/storage.md has the argument why no answer
/// is given that a crash could take back.
class Committer {
 public:
  struct Parts {
    Log& log;
    State& state;
    WallClock& clock;
    FailureLatch& failure;  // set when writing has to stop, whoever finds out
    uint64_t epoch;
    LedgerIdentity identity;
  };
  /// What the parts refer to must outlive it.
  Committer(const Parts& parts, const Standing& standing);

  /// Called after a commit that changed the ledger's row, such as its clock, before the answers.
  /// Set before the first Step.
  std::function<void()> on_ledger_changed;

  /// Commits a batch and answers each of its instructions exactly once, in order. One thread.
  void Step(std::vector<Pending> batch);

  // Any thread.
  [[nodiscard]] std::optional<Hash> ledger() const;
  /// What committed_at would be now.
  [[nodiscard]] Timestamp now() const;
  struct Counts {
    std::atomic<uint64_t> accepted = 0, repeated = 0, rejected = 0, commits = 0;
  };
  [[nodiscard]] const Counts& counts() const { return counts_; }

 private:
  struct Batch;
  // What readers may know of the last commit.
  struct Published {
    std::optional<Hash> ledger;
    std::optional<ClockMode> clock;
    Timestamp simulated_now;
    Timestamp last_committed_at;
  };

  void Latch();
  Answer Decide(Batch& batch, const Instruction& instruction);
  std::optional<Accepted> FindRepeat(const Batch& batch, const Instruction& instruction);
  void Commit(Batch& batch);
  void Withdraw(Batch& batch, Unavailable why);
  void Publish(const Batch& batch);
  [[nodiscard]] Published published() const;
  void Deliver(std::vector<Pending>& pending, Batch& batch);
  Answer AnswerWhenReadOnly(const Instruction& instruction) const;

  Parts parts_;
  Counts counts_;
  // The ids of an append of which nobody knows whether it happened.
  std::set<std::pair<AccountId, Uuid>> unknown_;
  mutable std::mutex published_mutex_;
  Published published_;
};

}  // namespace enishi
