#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "ledger/state/row_view.h"
#include "ledger/state/state.h"
#include "ledger/storage/failure_latch.h"

namespace rocksdb {
class DB;
class Env;
class WriteBatch;
}  // namespace rocksdb

namespace enishi {

/// The derived state in its own RocksDB database, without a write-ahead log. A crash leaves the
/// state as it was after some earlier batch, which `applied_size` names; the start replays the rest
/// from the log (specs/storage.md).
class StateStore final : public State {
 public:
  /// Raised when a new version writes other rows than an old one. A state of another format is
  /// rebuilt, never converted.
  static constexpr uint32_t kFormat = 2;

  struct Options {
    std::filesystem::path folder;  // made if it is missing; its parent must exist
    /// The largest number of entries whose rows a crash may lose, which a start then replays.
    uint64_t replay_max = 65'536;
    size_t cache_bytes = size_t{256} << 20;
    rocksdb::Env* env = nullptr;  // the machine's own by default; must outlive the state
  };

  /// Fails if the folder is open already, in any process, or has another format.
  static Result<std::unique_ptr<StateStore>, StorageFailure> Open(const Options& options);
  ~StateStore() override;

  [[nodiscard]] const View& latest() const override { return latest_; }
  void ReadAt(const std::function<void(const View&, uint64_t)>& read) const override;
  Result<Unit, StorageFailure> Write(const Overlay::Rows& rows, uint64_t applied_size) override;
  [[nodiscard]] uint64_t applied_size() const override {
    return applied_size_.load(std::memory_order_acquire);
  }
  Result<Unit, StorageFailure> WriteTiles(std::span<const TileRow> tiles,
                                          uint64_t tree_size) override;
  [[nodiscard]] Parsed<std::string> ReadTile(TileRowId id) const override;
  [[nodiscard]] uint64_t tree_size() const override {
    return tree_size_.load(std::memory_order_acquire);
  }
  Result<Unit, StorageFailure> Flush() override;
  [[nodiscard]] std::string failure() const override { return failure_->text(); }
  [[nodiscard]] uint64_t failures() const override { return failure_->times(); }

  /// Visits every row, the store's own included, in key order, until `visit` returns false.
  Result<Unit, StorageFailure> VisitAllRows(const View::Visit& visit) const;
  /// Compares every row with the other store's: empty if all keys and values are equal, else
  /// the first difference, for people. Neither may be written meanwhile.
  [[nodiscard]] Result<std::string, StorageFailure> FirstDifference(const StateStore& other) const;

 private:
  class FlushWatch;

  StateStore(const Options& options, std::unique_ptr<rocksdb::DB> db,
             std::shared_ptr<FailureLatch> failure, std::shared_ptr<FlushWatch> flushes);
  Result<Unit, StorageFailure> ReadMeta();
  Result<uint64_t, StorageFailure> ReadSize(std::string_view key) const;
  Result<Unit, StorageFailure> WriteBatch(rocksdb::WriteBatch& batch);
  Result<Unit, StorageFailure> FlushWhenDue();

  const uint64_t replay_max_;
  // RocksDB's listeners hold these two as well and may set them until the database is closed.
  std::shared_ptr<FailureLatch> failure_;
  std::shared_ptr<FlushWatch> flushes_;
  std::unique_ptr<rocksdb::DB> db_;
  RowView latest_;
  std::atomic<uint64_t> applied_size_ = 0;
  std::atomic<uint64_t> tree_size_ = 0;
};

}  // namespace enishi
