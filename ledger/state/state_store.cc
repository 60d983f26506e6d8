#include "ledger/state/state_store.h"

#include <rocksdb/filter_policy.h>
#include <rocksdb/write_batch.h>

#include <algorithm>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "ledger/base/hash.h"
#include "ledger/storage/database.h"

namespace enishi {
namespace {

constexpr std::string_view kName = "the state";

// The store's own rows; the rules' tables have other letters (rules/rows.h).
constexpr char kTileLetter = 'T';
constexpr std::string_view kFormatKey = "Mformat";
constexpr std::string_view kAppliedSizeKey = "Mapplied_size";
constexpr std::string_view kTreeSizeKey = "Mtree_size";

constexpr double kFilterBitsPerKey = 10;
constexpr int kFreshTables = 8;
constexpr double kMemtableFilterRatio = 0.05;  // of a memtable

StorageFailure Failed(std::string_view what, const rocksdb::Status& status) {
  return DatabaseFailure(kName, what, status);
}

std::string TileKey(TileRowId id) {
  std::string key(1, kTileLetter);
  PutInteger(key, static_cast<uint8_t>(id.level));
  PutInteger(key, id.number);
  return key;
}

rocksdb::WriteOptions WithoutWal() {
  rocksdb::WriteOptions options;
  options.disableWAL = true;
  return options;
}

// One column family and no write-ahead log: memtables are flushed whole and in order, so a crash
// leaves the database as it was after some batch. Options that reorder writes (unordered_write,
// enable_pipelined_write) must stay off.
rocksdb::Options StateOptions(const StateStore::Options& options,
                              const std::shared_ptr<FailureLatch>& failure) {
  rocksdb::Options database = DatabaseOptions(kName, options.env, failure);
  rocksdb::BlockBasedTableOptions table = TableOptions(options.cache_bytes);
  // Most ids that are looked up are absent.
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(kFilterBitsPerKey));
  // The same for memtables, which are searched first.
  database.memtable_whole_key_filtering = true;
  database.memtable_prefix_bloom_size_ratio = kMemtableFilterRatio;
  database.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  // Fresh tables are merged eight at a time and packed only below: rows are put together anew so
  // often that both cost more than they saved (4 of the 85 microseconds of a commit).
  database.level0_file_num_compaction_trigger = kFreshTables;
  database.compression_per_level = {rocksdb::kNoCompression, rocksdb::kNoCompression,
                                    rocksdb::kLZ4Compression};
  return database;
}

}  // namespace

// Tracks the number of entries whose rows are on the disk.
class StateStore::FlushWatch : public rocksdb::EventListener {
 public:
  void OnFlushCompleted(rocksdb::DB*, const rocksdb::FlushJobInfo& info) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (awaited_ && info.largest_seqno >= awaited_->sequence) {
      durable_size_ = std::max(durable_size_, awaited_->applied_size);
      awaited_.reset();
    }
  }

  void SetDurable(uint64_t applied_size) {
    const std::lock_guard<std::mutex> lock(mutex_);
    durable_size_ = applied_size;
    awaited_.reset();
  }

  // A flush makes everything up to the sequence number at its begin durable.
  struct Awaited {
    rocksdb::SequenceNumber sequence;
    uint64_t applied_size;
  };
  void Await(Awaited awaited) {
    const std::lock_guard<std::mutex> lock(mutex_);
    awaited_ = awaited;
  }

  [[nodiscard]] bool is_awaiting() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return awaited_.has_value();
  }
  [[nodiscard]] uint64_t durable_size() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return durable_size_;
  }

 private:
  mutable std::mutex mutex_;
  uint64_t durable_size_ = 0;
  std::optional<Awaited> awaited_;
};

StateStore::StateStore(const Options& options, std::unique_ptr<rocksdb::DB> db,
                       std::shared_ptr<FailureLatch> failure, std::shared_ptr<FlushWatch> flushes)
    : replay_max_(options.replay_max),
      failure_(std::move(failure)),
      flushes_(std::move(flushes)),
      db_(std::move(db)),
      latest_(*db_, *failure_) {}

StateStore::~StateStore() = default;

Result<std::unique_ptr<StateStore>, StorageFailure> StateStore::Open(const Options& options) {
  auto failure = std::make_shared<FailureLatch>();
  auto flushes = std::make_shared<FlushWatch>();
  rocksdb::Options database = StateOptions(options, failure);
  database.listeners.push_back(flushes);
  rocksdb::DB* opened = nullptr;
  const auto status = OpenDatabase(database, options.folder, &opened);
  if (!status.ok()) return Failed("opening", status);
  std::unique_ptr<StateStore> store(new StateStore(options, std::unique_ptr<rocksdb::DB>(opened),
                                                   std::move(failure), std::move(flushes)));
  if (auto meta = store->ReadMeta(); !meta) return meta.error();
  return store;
}

Result<Unit, StorageFailure> StateStore::ReadMeta() {
  std::string format_bytes;
  const auto status = db_->Get(rocksdb::ReadOptions(), AsSlice(kFormatKey), &format_bytes);
  if (!status.ok() && !status.IsNotFound()) return Failed("reading the format", status);
  if (status.IsNotFound()) {
    const std::unique_ptr<rocksdb::Iterator> row(db_->NewIterator(rocksdb::ReadOptions()));
    row->SeekToFirst();
    if (row->Valid()) return StorageFailure{"the state: it does not say its format; rebuild it"};
    if (!row->status().ok()) return Failed("reading", row->status());
    // Written first, so that it survives every crash that any other row survives.
    rocksdb::WriteBatch batch;
    batch.Put(AsSlice(kFormatKey), IntegerBytes(kFormat));
    return WriteBatch(batch);
  }
  uint32_t format = 0;
  if (!ReadInteger(format_bytes, format) || format != kFormat) {
    return StorageFailure{"the state: its format is not " + std::to_string(kFormat) +
                          "; rebuild it from the log"};
  }
  const auto applied_size = ReadSize(kAppliedSizeKey);
  if (!applied_size) return applied_size.error();
  const auto tree_size = ReadSize(kTreeSizeKey);
  if (!tree_size) return tree_size.error();
  applied_size_.store(*applied_size, std::memory_order_release);
  tree_size_.store(*tree_size, std::memory_order_release);
  flushes_->SetDurable(*applied_size);
  return Unit{};
}

Result<uint64_t, StorageFailure> StateStore::ReadSize(std::string_view key) const {
  std::string bytes;
  const auto status = db_->Get(rocksdb::ReadOptions(), AsSlice(key), &bytes);
  if (status.IsNotFound()) return uint64_t{0};
  if (!status.ok()) return Failed("reading a size", status);
  uint64_t size = 0;
  if (!ReadInteger(bytes, size)) return StorageFailure{"the state: a size is damaged"};
  return size;
}

void StateStore::ReadAt(const std::function<void(const View&, uint64_t)>& read) const {
  rocksdb::ManagedSnapshot snapshot(db_.get());
  const RowView view(*db_, *failure_, snapshot.snapshot());
  // Read from the snapshot too, because the value in memory may belong to a later write.
  uint64_t size = 0;
  const auto bytes = view.Get(kAppliedSizeKey);
  if (bytes && !ReadInteger(*bytes, size)) view.NoteDamage(kAppliedSizeKey);
  read(view, size);
}

Result<Unit, StorageFailure> StateStore::WriteBatch(rocksdb::WriteBatch& batch) {
  if (failure_->is_set()) return StorageFailure{failure_->text()};
  const auto status = db_->Write(WithoutWal(), &batch);
  if (status.ok()) return Unit{};
  failure_->Set(Failed("writing", status).message);
  return StorageFailure{failure_->text()};
}

Result<Unit, StorageFailure> StateStore::Write(const Overlay::Rows& rows, uint64_t applied_size) {
  rocksdb::WriteBatch batch;
  for (const auto& [key, value] : rows) {
    // A batch fails only above 4 GiB, and says so again when it is written.
    if (value) {
      batch.Put(key, *value);
    } else {
      batch.Delete(key);
    }
  }
  batch.Put(AsSlice(kAppliedSizeKey), IntegerBytes(applied_size));
  if (auto written = WriteBatch(batch); !written) return written;
  applied_size_.store(applied_size, std::memory_order_release);
  return FlushWhenDue();
}

Result<Unit, StorageFailure> StateStore::FlushWhenDue() {
  const uint64_t size = applied_size();
  const uint64_t at_risk = size - std::min(size, flushes_->durable_size());
  if (at_risk >= replay_max_) return Flush();
  // Starts a flush at half the limit without waiting, so that the wait above is rare.
  if (at_risk < replay_max_ / 2 || flushes_->is_awaiting()) return Unit{};
  flushes_->Await({.sequence = db_->GetLatestSequenceNumber(), .applied_size = size});
  rocksdb::FlushOptions options;
  options.wait = false;
  options.allow_write_stall = true;
  const auto status = db_->Flush(options);
  if (status.ok()) return Unit{};
  failure_->Set(Failed("beginning a flush", status).message);
  return StorageFailure{failure_->text()};
}

Result<Unit, StorageFailure> StateStore::Flush() {
  if (failure_->is_set()) return StorageFailure{failure_->text()};
  const uint64_t size = applied_size();
  const auto status = db_->Flush(rocksdb::FlushOptions());
  if (!status.ok()) {
    failure_->Set(Failed("flushing", status).message);
    return StorageFailure{failure_->text()};
  }
  flushes_->SetDurable(size);
  return Unit{};
}

Result<Unit, StorageFailure> StateStore::WriteTiles(std::span<const TileRow> tiles,
                                                    uint64_t tree_size) {
  rocksdb::WriteBatch batch;
  for (const TileRow& tile : tiles) batch.Put(TileKey(tile.id), tile.hashes);
  batch.Put(AsSlice(kTreeSizeKey), IntegerBytes(tree_size));
  if (auto written = WriteBatch(batch); !written) return written;
  tree_size_.store(tree_size, std::memory_order_release);
  return Unit{};
}

Parsed<std::string> StateStore::ReadTile(TileRowId id) const {
  if (auto hashes = latest_.Get(TileKey(id))) return *std::move(hashes);
  // The store's own message, if any, because it names the cause.
  return FormatError{failure_->is_set() ? failure_->text() : "a tile is missing"};
}

Result<Unit, StorageFailure> StateStore::VisitAllRows(const View::Visit& visit) const {
  rocksdb::ReadOptions options;
  options.fill_cache = false;
  const std::unique_ptr<rocksdb::Iterator> row(db_->NewIterator(options));
  for (row->SeekToFirst(); row->Valid(); row->Next()) {
    if (!visit(row->key().ToStringView(), row->value().ToStringView())) return Unit{};
  }
  if (!row->status().ok()) return Failed("reading rows", row->status());
  return Unit{};
}

Result<std::string, StorageFailure> StateStore::FirstDifference(const StateStore& other) const {
  rocksdb::ReadOptions options;
  options.fill_cache = false;
  const std::unique_ptr<rocksdb::Iterator> mine(db_->NewIterator(options));
  const std::unique_ptr<rocksdb::Iterator> theirs(other.db_->NewIterator(options));
  mine->SeekToFirst();
  theirs->SeekToFirst();
  for (; mine->Valid() && theirs->Valid(); mine->Next(), theirs->Next()) {
    if (mine->key() != theirs->key()) break;
    if (mine->value() == theirs->value()) continue;
    return "the row " + HexEncode(mine->key().ToStringView()) + " has two values";
  }
  if (!mine->status().ok()) return Failed("reading rows", mine->status());
  if (!theirs->status().ok()) return Failed("reading rows", theirs->status());
  if (!mine->Valid() && !theirs->Valid()) return std::string();
  const bool is_mine =
      !theirs->Valid() || (mine->Valid() && mine->key().compare(theirs->key()) < 0);
  const rocksdb::Slice key = is_mine ? mine->key() : theirs->key();
  return "only one has the row " + HexEncode(key.ToStringView());
}

}  // namespace enishi
