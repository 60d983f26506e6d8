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

/// A queued instruction and the callback for its answer.
struct Pending {
  Instruction instruction;
  std::function<void(Answer)> done;
  RowsAhead ahead = {};  // rows it will read, as far as they were prefetched
};

/// The write path without threads, in two halves that two threads can run at once. Decide applies
/// the rules to instructions and collects a batch. Finish appends a decided batch to the log,
/// writes the state and answers. So the next batch is decided while the last one syncs.
/// specs/storage.md has the argument why a crash never takes an answer back.
class Committer {
 public:
  struct Parts {
    Log& log;
    FreshLeaves& fresh;  // receives the appended leaves, for the tree
    State& state;
    WallClock& clock;
    FailureLatch& failure;  // set when writing has to stop
    uint64_t epoch;
    LedgerIdentity identity;
  };
  /// Everything that the parts refer to must outlive it.
  Committer(const Parts& parts, const RecoveredState& standing);

  /// Called after a commit that changed the ledger's row, such as its clock, before the answers
  /// are given. Set it before the first Step.
  std::function<void()> on_ledger_changed;

  /// Instructions that are committed together, and their answers so far.
  struct Batch;
  struct BatchDeleter {
    void operator()(Batch* batch) const;
  };
  using BatchPtr = std::unique_ptr<Batch, BatchDeleter>;

  // For the deciding thread only.
  /// Returns an empty batch on top of `before`, or on top of the committed state if `before` is
  /// null. `before` must live until Settle.
  BatchPtr Open(const Batch* before);
  /// Applies the rules to the instructions, in order. Gives no answer yet.
  void Decide(Batch& batch, std::vector<Pending> pending);
  /// Call before destroying `before`, once it is finished: rebases `batch` on the committed state.
  void Settle(const Batch& before, Batch& batch);
  [[nodiscard]] static size_t SizeOf(const Batch& batch);

  /// Commits the batch and answers each of its instructions exactly once, in order. One thread, one
  /// batch after another in the order in which they were opened.
  void Finish(Batch& batch);

  /// Opens, decides and finishes one batch, for a caller with one thread.
  void Step(std::vector<Pending> pending);

  // Any thread.
  [[nodiscard]] std::optional<Hash> ledger() const;
  /// The committed_at that an entry would get now.
  [[nodiscard]] Timestamp now() const;
  struct Counts {
    std::atomic<uint64_t> accepted = 0, repeated = 0, rejected = 0, commits = 0;
  };
  [[nodiscard]] const Counts& counts() const { return counts_; }

 private:
  // The part of the last commit that other threads read.
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
  // The ids of an append that may or may not have happened.
  std::set<std::pair<AccountId, Uuid>> unknown_;
};

}  // namespace enishi
