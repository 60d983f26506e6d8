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

/// The log in its own RocksDB database: one row per entry, every append one synced batch
/// (specs/storage.md). After a failed write or a background error it refuses writes until it is
/// opened again. RocksDB's own recovery from errors is off, because the content of the disk after a
/// failed sync is not known.
class RocksdbLog final : public Log {
 public:
  struct Options {
    std::filesystem::path folder;  // made if it is missing; its parent must exist
    size_t cache_bytes = size_t{32} << 20;
    rocksdb::Env* env = nullptr;  // the machine's own by default; must outlive the log
  };

  /// Only one process can have the folder open. Refuses a database of another format, one whose
  /// last row does not decode, and one in which rows after a damaged one are missing.
  static Result<std::unique_ptr<RocksdbLog>, StorageFailure> Open(const Options& options);
  /// Opens a log to read it as it is now, also while another process writes it; nothing is written
  /// or locked. It may hold entries that are not synced yet; those under a signed head are.
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

  // RocksDB's listener holds it too and may set it until the database is closed.
  std::shared_ptr<FailureLatch> failure_;
  std::unique_ptr<rocksdb::DB> db_;
  std::mutex write_mutex_;  // appends, heads and epochs
  uint64_t epoch_ = 0;
  std::atomic<uint64_t> size_ = 0;
};

}  // namespace enishi
