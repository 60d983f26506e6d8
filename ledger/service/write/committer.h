#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "ledger/base/wall_clock.h"
#include "ledger/log/log.h"
#include "ledger/service/identity.h"
#include "ledger/service/ledger_service.h"
#include "ledger/service/publish/fresh_leaves.h"
#include "ledger/service/recovered_state.h"
#include "ledger/state/row_cache.h"
#include "ledger/state/state.h"
#include "ledger/storage/failure_latch.h"

namespace enishi {

/// An instruction that waits for its answer.
struct Pending {
  Instruction instruction;
  std::function<void(Answer)> done;
  RowsAhead ahead = {};  // rows that it will need, as far as somebody has looked them up
};

/// The write path without threads, in two halves that two threads can run at once. One takes
/// instructions through the rules into a batch; the other appends a batch that is decided, brings
/// the state up, and answers. So the next batch is built while the last one syncs. specs/storage.md
/// has the argument why no answer is given that a crash could take back.
class Committer {
 public:
  struct Parts {
    Log& log;
    FreshLeaves& fresh;  // gets what was appended, for the tree
    State& state;
    WallClock& clock;
    FailureLatch& failure;  // set when writing has to stop, whoever finds out
    uint64_t epoch;
    LedgerIdentity identity;
  };
  /// What the parts refer to must outlive it.
  Committer(const Parts& parts, const RecoveredState& standing);

  /// Called after a commit that changed the ledger's row, such as its clock, before the answers.
  /// Set before the first Step.
  std::function<void()> on_ledger_changed;

  /// Instructions that are committed together, and what has become of them so far.
  struct Batch;
  struct BatchDeleter {
    void operator()(Batch* batch) const;
  };
  using BatchPtr = std::unique_ptr<Batch, BatchDeleter>;

  // Of the deciding thread.
  /// A batch to decide into, on top of the one before where that is not settled yet. `before` must
  /// live until the new one is handed over.
  BatchPtr Open(const Batch* before);
  /// Decides what the instructions do after all before them. Nobody is told yet.
  void Decide(Batch& batch, std::vector<Pending> pending);
  /// To be called when `before`, which was finished, goes: the batch stands on the state from then.
  void Settle(const Batch& before, Batch& batch);
  [[nodiscard]] static size_t SizeOf(const Batch& batch);

  /// Commits the batch and answers each of its instructions exactly once, in order. One batch after
  /// another, in the order in which they were opened. One thread.
  void Finish(Batch& batch);

  /// All of it for one batch at once, for a caller with one thread.
  void Step(std::vector<Pending> pending);

  // Any thread.
  [[nodiscard]] std::optional<Hash> ledger() const;
  /// What committed_at would be now.
  [[nodiscard]] Timestamp now() const;
  struct Counts {
    std::atomic<uint64_t> accepted = 0, repeated = 0, rejected = 0, commits = 0;
  };
  [[nodiscard]] const Counts& counts() const { return counts_; }

 private:
  // What readers may know of the last commit.
  struct Published {
    std::optional<Hash> ledger;
    std::optional<ClockMode> clock;
    Timestamp simulated_now;
    Timestamp last_committed_at;
  };

  void Latch();
  void LatchStorage();
  Answer DecideOne(Batch& batch, const Instruction& instruction, Timestamp wall);
  std::optional<StoredEntry> ReadEntry(const Batch& batch, uint64_t index);
  std::optional<Accepted> FindRepeat(const Batch& batch, const Instruction& instruction);
  void Commit(Batch& batch);
  void Withdraw(Batch& batch);
  void Publish(const Batch& batch);
  [[nodiscard]] Published published() const;
  void Deliver(Batch& batch);
  Answer AnswerWhenReadOnly(const Instruction& instruction) const;

  Parts parts_;
  Counts counts_;
  RowCache rows_;  // the state's, for the deciding thread
  mutable std::mutex published_mutex_;
  Published published_;
  // The ids of an append of which nobody knows whether it happened.
  std::set<std::pair<AccountId, Uuid>> unknown_;
};

}  // namespace enishi
