#pragma once

#include <array>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/service/ledger_service.h"
#include "ledger/service/publish/checkpointer.h"
#include "ledger/service/publish/fresh_leaves.h"
#include "ledger/service/write/committer.h"
#include "ledger/service/write/sweeper.h"
#include "tests/simulator/clocks.h"
#include "tests/simulator/oracle.h"
#include "tests/simulator/schedule.h"
#include "tests/simulator/stores.h"

namespace enishi::simulator {

/// One process of the service, from its start to its death: the real recovery, committer,
/// checkpointer and sweeper on simulated stores, each an actor that has turns. In place of the
/// sequencer and its threads it decides and commits in every order that those permit.
class Server final : public LedgerService {
 public:
  struct Parts {
    Disk& disk;
    Turns& turns;
    Oracle& oracle;
    Verdict& verdict;
    Trace& trace;
    const Clocks& clocks;
    testing::Town& town;  // has the keys
    const LedgerIdentity& identity;
    Plant plant;
  };
  explicit Server(const Parts& parts);
  ~Server() override;

  /// A turn of the decider, committer, checkpointer or sweeper; while it starts, of the start.
  void Take(Actor actor, uint64_t looks);
  /// Queues a question; when the queue is full it is answered before this returns.
  void Ask(const std::shared_ptr<Question>& question);

  /// It is over: the start failed.
  [[nodiscard]] bool has_failed_to_start() const { return start_failed_; }
  [[nodiscard]] bool is_running() const { return running_ != nullptr; }
  /// Nothing is asked that is not answered, nothing is to be swept, and the newest head has
  /// everything.
  [[nodiscard]] bool is_idle() const;
  [[nodiscard]] Head head() const { return running_->checkpointer.head(); }

  void Submit(Instruction instruction, std::function<void(Answer)> done) override;
  void ReadAt(const std::function<void(const View&, uint64_t)>& read) const override;
  [[nodiscard]] const Log& log() const override { return log_; }
  [[nodiscard]] std::optional<Hash> ledger() const override;
  [[nodiscard]] Timestamp now() const override;
  [[nodiscard]] const LedgerIdentity& identity() const override { return parts_.identity; }
  [[nodiscard]] std::string checkpoint() const override;
  [[nodiscard]] std::optional<std::string> Tile(uint32_t level, uint64_t number,
                                                uint32_t width) const override;
  [[nodiscard]] std::optional<std::vector<Hash>> Inclusion(uint64_t index,
                                                           uint64_t size) const override;
  [[nodiscard]] std::optional<std::vector<Hash>> Consistency(uint64_t old_size,
                                                             uint64_t size) const override;
  [[nodiscard]] std::string failure() const override;
  [[nodiscard]] Counters counters() const override;
  void Stop() override;

 private:
  // What there is once the start is over.
  struct Running {
    Running(Server& server, const RecoveredState& standing, uint64_t epoch);
    WallClock clock;
    FreshLeaves fresh;
    Committer committer;
    Checkpointer checkpointer;
    Sweeper sweeper;
  };

  [[nodiscard]] Surroundings StoresSurroundings();
  void Start();
  void DecideAll();
  void CommitAll();
  void PublishAll();
  void SweepAll();
  [[nodiscard]] std::vector<Pending> Take(size_t count, Together& together);
  [[nodiscard]] Timestamp DecidingTime() const;
  void LookAtClock();

  const Parts parts_;
  mutable FailureLatch failure_;
  SimulatedLog log_;
  SimulatedHead heads_;
  SimulatedState state_;
  std::unique_ptr<Running> running_;
  bool start_failed_ = false;
  std::deque<std::shared_ptr<Question>> queue_;
  size_t unanswered_ = 0;
  uint64_t sweeps_ = 0;
  // The batch that the committer is to finish; null when it has.
  Committer::Batch* to_commit_ = nullptr;
  std::deque<std::unique_ptr<Together>> together_;  // of all batches; the last may be open
  Together* committing_ = nullptr;
  // Where the clocks were at the last look, and whether the wall clock has stepped.
  Timestamp seen_wall_;
  uint64_t seen_passed_ms_ = 0;
  bool stepped_ = false;
  bool sweep_at_hand_ = false;  // for a planted bug
  std::unique_ptr<Fiber> start_;
  std::array<std::unique_ptr<Fiber>, 4> actors_;  // decider, committer, checkpointer, sweeper
};

}  // namespace enishi::simulator
