#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "ledger/service/ledger_service.h"
#include "tests/rules/town.h"

namespace enishi::testing {

/// A ledger service in memory: the real rules, tree and note formats, no queue, no disk and no
/// threads. Answers come before Submit returns. A head is published when the test says so.
class MemoryService : public LedgerService {
 public:
  MemoryService();

  /// Submits all that the town has done so far and has not been submitted before.
  void Follow(const Town& town);
  void PublishHead();

  /// What Submit answers instead of trying, and what failure() says.
  std::optional<Unavailable> unavailable;
  std::string failure_text;
  /// As of a state whose rows cannot be read: they look as if they were not there.
  bool rows_are_unreadable = false;

  void Submit(Instruction instruction, std::function<void(Answer)> done) override;
  void ReadAt(const std::function<void(const View&, uint64_t)>& read) const override;
  [[nodiscard]] const Log& log() const override { return log_; }
  [[nodiscard]] std::optional<Hash> ledger() const override;
  [[nodiscard]] Timestamp now() const override;
  [[nodiscard]] const LedgerIdentity& identity() const override { return identity_; }
  [[nodiscard]] std::string checkpoint() const override { return checkpoint_; }
  [[nodiscard]] std::optional<std::string> Tile(uint32_t level, uint64_t number,
                                                uint32_t width) const override;
  [[nodiscard]] std::optional<std::vector<Hash>> Inclusion(uint64_t index,
                                                           uint64_t size) const override;
  [[nodiscard]] std::optional<std::vector<Hash>> Consistency(uint64_t old_size,
                                                             uint64_t size) const override;
  [[nodiscard]] std::string failure() const override { return failure_text; }
  [[nodiscard]] Counters counters() const override;
  void Stop() override {}

 private:
  class MemoryLog : public Log {
   public:
    std::vector<StoredEntry> entries;
    Result<uint64_t, StorageFailure> BeginEpoch() override { return uint64_t{1}; }
    AppendResult Append(uint64_t epoch, uint64_t expected_size,
                        std::span<const StoredEntry> more) override;
    [[nodiscard]] uint64_t size() const override { return entries.size(); }
    [[nodiscard]] Result<StoredEntry, StorageFailure> Read(uint64_t index) const override;
    Result<Unit, StorageFailure> ReadRange(
        uint64_t first, uint64_t count,
        const std::function<bool(uint64_t, const StoredEntry&)>& visit) const override;
    Result<Unit, StorageFailure> StoreHead(const std::string& checkpoint) override;
    [[nodiscard]] Result<std::string, StorageFailure> LastHead() const override;
    [[nodiscard]] std::string failure() const override { return ""; }
  };

  Answer Take(const Instruction& instruction);

  LedgerIdentity identity_;
  EmptyView nothing_;
  Overlay state_;
  MemoryLog log_;
  std::vector<Hash> leaf_hashes_;
  std::string checkpoint_;
  Counters counters_;
  mutable uint64_t failures_ = 0;
  mutable std::mutex mutex_;
};

}  // namespace enishi::testing
