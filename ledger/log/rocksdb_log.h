#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>

#include "ledger/log/log.h"
#include "ledger/storage/failure_latch.h"

namespace rocksdb {
class DB;
class Env;
}  // namespace rocksdb

namespace enishi {

/// The log in a RocksDB database of its own: one row per entry, every append one synced batch
/// (specs/storage.md). Any write that fails and any error in the background closes it for writing
/// until it is opened again: RocksDB's own attempts to go on are turned off, because what a failed
/// sync left on the disk is not known.
class RocksdbLog final : public Log {
 public:
  struct Options {
    std::filesystem::path folder;  // made when missing; its parent must exist
    size_t cache_bytes = size_t{32} << 20;
    rocksdb::Env* env = nullptr;  // the machine's own by default; must outlive the log
  };

  /// Only one process can have the folder open. Refuses a database of another format, one whose
  /// last row does not decode, and one in which rows are missing behind corruption.
  static Result<std::unique_ptr<RocksdbLog>, StorageFailure> Open(const Options& options);
  /// Opens a log to read it as it is now, also while another process writes it; nothing is written
  /// or locked. It may hold entries that are not synced yet: a signed head says how far it counts.
  /// Refuses everything that writes.
  static Result<std::unique_ptr<RocksdbLog>, StorageFailure> OpenToRead(const Options& options);
  ~RocksdbLog() override;

  Result<uint64_t, StorageFailure> BeginEpoch() override;
  AppendResult Append(uint64_t epoch, uint64_t expected_size,
                      std::span<const StoredEntry> entries) override;
  [[nodiscard]] uint64_t size() const override { return size_.load(std::memory_order_acquire); }
  [[nodiscard]] Result<StoredEntry, StorageFailure> Read(uint64_t index) const override;
  Result<Unit, StorageFailure> ReadRange(
      uint64_t first, uint64_t count,
      const std::function<bool(uint64_t, const StoredEntry&)>& visit) const override;
  Result<Unit, StorageFailure> StoreHead(const std::string& checkpoint) override;
  [[nodiscard]] Result<std::string, StorageFailure> LastHead() const override;
  [[nodiscard]] std::string failure() const override { return failure_->text(); }

 private:
  RocksdbLog(std::unique_ptr<rocksdb::DB> db, std::shared_ptr<FailureLatch> failure);
  Result<Unit, StorageFailure> ReadMeta();
  Result<Unit, StorageFailure> ReadSize();
  Result<Unit, StorageFailure> PutSynced(std::string_view key, std::string_view value);

  // RocksDB's listener holds it too and may speak until the database is closed.
  std::shared_ptr<FailureLatch> failure_;
  std::unique_ptr<rocksdb::DB> db_;
  std::mutex write_mutex_;  // appends, heads and epochs
  uint64_t epoch_ = 0;
  std::atomic<uint64_t> size_ = 0;
};

}  // namespace enishi
