#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "ledger/service/ledger_service.h"
#include "ledger/service/publish/checkpointer.h"
#include "ledger/service/write/committer.h"
#include "ledger/service/write/sequencer.h"
#include "ledger/service/write/sweeper.h"
#include "ledger/state/prefetch.h"

namespace enishi {

/// The ledger service on any log and state; OpenLedger opens them from a folder.
class RunningLedger final : public LedgerService {
 public:
  struct Stores {
    std::unique_ptr<Log> log;
    std::unique_ptr<HeadStore> heads;
    std::unique_ptr<State> state;
  };
  struct Keys {
    SigningKey log;
    SigningKey service;
  };
  /// Recovers the state, begins a new epoch and starts the threads. Ignores `options.folder`.
  static Result<std::unique_ptr<LedgerService>, StorageFailure> Open(const Options& options,
                                                                     Stores stores, Keys keys);
  ~RunningLedger() override;

  void Submit(Instruction instruction, std::function<void(Answer)> done) override;
  void ReadAt(const std::function<void(const View&, uint64_t)>& read) const override;
  [[nodiscard]] const Log& log() const override { return *stores_.log; }
  [[nodiscard]] std::optional<Hash> ledger() const override { return committer_.ledger(); }
  [[nodiscard]] Timestamp now() const override { return committer_.now(); }
  [[nodiscard]] const LedgerIdentity& identity() const override { return identity_; }
  [[nodiscard]] std::string checkpoint() const override { return checkpointer_.head().note; }
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
  RunningLedger(const Options& options, Stores stores, Keys keys, LedgerIdentity identity,
                const RecoveredState& standing, uint64_t epoch);
  [[nodiscard]] Committer::Parts CommitterParts(uint64_t epoch);
  // Returns the proof, or latches why the tree could not be read and returns nullopt.
  [[nodiscard]] std::optional<std::vector<Hash>> Proof(Parsed<std::vector<Hash>> proof) const;

  Stores stores_;
  Keys keys_;
  const LedgerIdentity identity_;
  // Mutable because reads too can detect a damaged store.
  mutable FailureLatch failure_;
  WallClock clock_;
  FreshLeaves fresh_;
  ReadAhead ahead_;
  Committer committer_;
  Checkpointer checkpointer_;
  Sweeper sweeper_;
  // Last, because its thread uses all of the above.
  Sequencer sequencer_;
  std::mutex stop_mutex_;
  bool stopped_ = false;
};

}  // namespace enishi
