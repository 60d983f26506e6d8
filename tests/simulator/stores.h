#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ledger/base/calendar.h"
#include "ledger/log/head_store.h"
#include "ledger/log/log.h"
#include "ledger/state/state.h"
#include "ledger/storage/failure_latch.h"
#include "tests/simulator/disk.h"
#include "tests/simulator/injected_bug.h"
#include "tests/simulator/trace.h"
#include "tests/simulator/turns.h"

namespace enishi::simulator {

/// Is notified when something becomes durable or readable.
class Watcher {
 public:
  virtual ~Watcher() = default;
  /// `answered` is false if the append reports unknown.
  virtual void OnAppended(std::span<const StoredEntry> entries, bool answered) = 0;
  virtual void OnAppendLost(std::span<const StoredEntry> entries) = 0;
  virtual void OnHeadStored(const std::string& note) = 0;
  virtual void OnRowsWritten(const Overlay::Rows& rows, uint64_t applied_size) = 0;
};

/// The environment of the stores of one process. A turn may end before and after each operation.
struct Surroundings {
  Disk& disk;
  Turns& turns;
  Watcher& watcher;
  Trace& trace;
  Bug bug = Bug::kNone;
  std::function<Timestamp()> ledger_now;  // for an injected bug
};

/// The log: durable when an append returns, like the real one.
class SimulatedLog final : public Log {
 public:
  explicit SimulatedLog(const Surroundings& at) : at_(at), visible_(at.disk.entries.size()) {}

  Result<uint64_t, StorageFailure> BeginEpoch() override;
  AppendResult Append(uint64_t epoch, uint64_t expected_size,
                      std::span<const StoredEntry> entries) override;
  [[nodiscard]] uint64_t size() const override { return visible_ + unsynced_.size(); }
  [[nodiscard]] Result<StoredEntry, StorageFailure> Read(uint64_t index) const override;
  Result<Unit, StorageFailure> ReadRange(
      uint64_t first, uint64_t count,
      const std::function<bool(uint64_t, const StoredEntry&)>& visit) const override;
  Result<Unit, StorageFailure> StoreHead(const std::string& checkpoint) override;
  [[nodiscard]] Result<std::string, StorageFailure> LastHead() const override;
  [[nodiscard]] std::string failure() const override { return failure_.text(); }

 private:
  void Keep(std::span<const StoredEntry> entries);

  const Surroundings at_;
  FailureLatch failure_;
  uint64_t
      visible_;  // number of readable entries on the disk; an unknown append's are not readable
  std::vector<StoredEntry> unsynced_;  // for injected bugs only
  std::string head_in_memory_;         // for injected bugs only
};

/// The file of the last head. After a failure it has the old head or the new one.
class SimulatedHead final : public HeadStore {
 public:
  explicit SimulatedHead(const Surroundings& at) : at_(at) {}

  Result<Unit, StorageFailure> Store(const std::string& checkpoint) override;
  [[nodiscard]] Result<std::optional<std::string>, StorageFailure> Last() const override;

 private:
  const Surroundings at_;
  std::optional<std::string> in_memory_;  // for an injected bug only
};

/// The state: readable when written, durable when flushed. A crash keeps a prefix of the writes
/// after the last flush.
class SimulatedState final : public State {
 public:
  explicit SimulatedState(const Surroundings& at) : at_(at) {}

  [[nodiscard]] const View& latest() const override { return latest_; }
  void ReadAt(const std::function<void(const View&, uint64_t)>& read) const override;
  Result<Unit, StorageFailure> Write(const Overlay::Rows& rows, uint64_t applied_size) override;
  [[nodiscard]] uint64_t applied_size() const override { return at_.disk.applied_size; }
  Result<Unit, StorageFailure> WriteTiles(std::span<const TileRow> tiles,
                                          uint64_t tree_size) override;
  [[nodiscard]] Parsed<std::string> ReadTile(TileRowId id) const override;
  [[nodiscard]] uint64_t tree_size() const override { return at_.disk.tree_size; }
  Result<Unit, StorageFailure> Flush() override;
  [[nodiscard]] std::string failure() const override { return failure_.text(); }
  [[nodiscard]] uint64_t failures() const override { return failure_.times(); }

 private:
  // The rows, with or without a possible end of the turn before each read.
  class Rows final : public View {
   public:
    Rows(const SimulatedState& state, bool changing) : state_(state), changing_(changing) {}
    [[nodiscard]] std::optional<std::string> Get(std::string_view key) const override;
    void Scan(std::string_view prefix, const Visit& visit) const override;
    void NoteDamage(std::string_view key) const override;

   private:
    [[nodiscard]] bool Look() const;

    const SimulatedState& state_;
    const bool changing_;
  };

  [[nodiscard]] bool IsForgotten(std::string_view key) const;

  const Surroundings at_;
  mutable FailureLatch failure_;
  const Rows latest_{*this, true};
  TileMap late_tiles_;  // for an injected bug only
};

}  // namespace enishi::simulator
