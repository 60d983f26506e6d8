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
/// checkpointer and sweeper on simulated stores, each as an actor with turns. It replaces the
/// sequencer and its threads, and decides and commits in every order that they allow.
class Server final : public LedgerService {
 public:
  struct Parts {
    Disk& disk;
    Turns& turns;
    Oracle& oracle;
    Verdict& verdict;
    Trace& trace;
    const Clocks& clocks;
    testing::Town& town;  // owns the keys
    const LedgerIdentity& identity;
    Bug bug;
  };
  explicit Server(const Parts& parts);
  ~Server() override;

  /// Gives a turn to the decider, committer, checkpointer or sweeper, or to the start while it
  /// runs.
  void Take(Actor actor, uint64_t looks);
  /// Queues a request. If the queue is full, the request is answered before this returns.
  void Ask(const std::shared_ptr<Question>& question);

  /// True if the start failed.
  [[nodiscard]] bool has_failed_to_start() const { return start_failed_; }
  [[nodiscard]] bool is_running() const { return running_ != nullptr; }
  /// True if every request is answered, nothing has to be swept, and the newest head covers the
  /// log.
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
  // Created when the start is complete.
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
  [[nodiscard]] std::vector<Pending> Take(size_t count, DecidedBatch& decided);
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
  // The batch that the committer must finish, or null.
  Committer::Batch* to_commit_ = nullptr;
  std::deque<std::unique_ptr<DecidedBatch>> batches_;  // all batches; the last may be open
  DecidedBatch* committing_ = nullptr;
  // The clocks at the last look, and whether the wall clock has stepped since the start.
  Timestamp seen_wall_;
  uint64_t seen_passed_ms_ = 0;
  bool stepped_ = false;
  bool sweep_at_hand_ = false;  // for an injected bug
  std::unique_ptr<Fiber> start_;
  std::array<std::unique_ptr<Fiber>, 4> actors_;  // decider, committer, checkpointer, sweeper
};

}  // namespace enishi::simulator
