#include "ledger/log/rocksdb_log.h"

#include <rocksdb/write_batch.h>

#include <utility>

#include "ledger/log/entry_row.h"
#include "ledger/storage/database.h"

namespace enishi {
namespace {

constexpr std::string_view kName = "the log";
constexpr uint32_t kFormat = 1;
constexpr std::string_view kFormatKey = "mformat";
constexpr std::string_view kEpochKey = "mepoch";
constexpr std::string_view kHeadKey = "mhead";

// Entries are read in order in large pieces when a state is rebuilt.
constexpr size_t kReadaheadBytes = size_t{1} << 20;

StorageFailure Failed(std::string_view what, const rocksdb::Status& status) {
  return DatabaseFailure(kName, what, status);
}

StorageFailure Damaged(uint64_t index, std::string_view what) {
  return {"the log: entry " + std::to_string(index) + ": " + std::string(what)};
}

rocksdb::Options LogOptions(const RocksdbLog::Options& options,
                            const std::shared_ptr<FailureLatch>& failure) {
  rocksdb::Options database = DatabaseOptions(kName, options.env, failure);
  // The default mode silently drops whatever lies behind a corrupted record.
  database.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  database.bottommost_compression = rocksdb::kZSTD;
  rocksdb::BlockBasedTableOptions table = TableOptions(options.cache_bytes);
  table.block_size = size_t{16} << 10;
  database.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return database;
}

// For a reader, which has no business in the folder, a diary of RocksDB's neither.
class NoDiary : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char* /*format*/, va_list /*values*/) override {}
};

// RocksDB reports a lock that another opening of the database holds, in this process or in another
// one, as an I/O error with one of two texts.
bool IsLockedByAnother(const rocksdb::Status& status) {
  if (!status.IsIOError()) return false;
  const std::string text = status.ToString();
  return text.find("lock hold by current process") != std::string::npos ||
         text.find("While lock file") != std::string::npos;
}

rocksdb::WriteOptions Synced() {
  rocksdb::WriteOptions options;
  options.sync = true;
  return options;
}

}  // namespace

RocksdbLog::RocksdbLog(std::unique_ptr<rocksdb::DB> db, std::shared_ptr<FailureLatch> failure)
    : failure_(std::move(failure)), db_(std::move(db)) {}

RocksdbLog::~RocksdbLog() = default;

Result<std::unique_ptr<RocksdbLog>, StorageFailure> RocksdbLog::Open(const Options& options) {
  auto failure = std::make_shared<FailureLatch>();
  rocksdb::DB* opened = nullptr;
  const auto status = OpenDatabase(LogOptions(options, failure), options.folder, &opened);
  if (IsLockedByAnother(status)) {
    return StorageFailure{"another enishid serves this folder: " + options.folder.string() +
                          "; stop it first, or choose another folder"};
  }
  if (!status.ok()) return Failed("opening", status);
  std::unique_ptr<RocksdbLog> log(
      new RocksdbLog(std::unique_ptr<rocksdb::DB>(opened), std::move(failure)));
  if (auto size = log->ReadSize(); !size) return size.error();
  if (auto meta = log->ReadMeta(); !meta) return meta.error();
  return log;
}

Result<std::unique_ptr<RocksdbLog>, StorageFailure> RocksdbLog::OpenToRead(const Options& options) {
  auto failure = std::make_shared<FailureLatch>();
  rocksdb::Options database = LogOptions(options, failure);
  database.create_if_missing = false;
  // Files that the writer removes meanwhile stay readable only where all are held open.
  database.max_open_files = -1;
  database.info_log = std::make_shared<NoDiary>();
  rocksdb::DB* opened = nullptr;
  const auto status =
      rocksdb::DB::OpenAsSecondary(database, options.folder, options.folder, &opened);
  if (!status.ok()) return Failed("opening to read", status);
  failure->Set("the log: it was opened only to be read");
  std::unique_ptr<RocksdbLog> log(
      new RocksdbLog(std::unique_ptr<rocksdb::DB>(opened), std::move(failure)));
  if (auto size = log->ReadSize(); !size) return size.error();
  if (auto meta = log->ReadMeta(); !meta) return meta.error();
  return log;
}

Result<Unit, StorageFailure> RocksdbLog::ReadMeta() {
  std::string format_bytes;
  const auto status = db_->Get(rocksdb::ReadOptions(), AsSlice(kFormatKey), &format_bytes);
  if (status.IsNotFound()) {
    if (size() > 0) return StorageFailure{"the log: it does not say its format"};
    return PutSynced(kFormatKey, IntegerBytes(kFormat));
  }
  if (!status.ok()) return Failed("reading the format", status);
  uint32_t format = 0;
  if (!ReadInteger(format_bytes, format) || format != kFormat) {
    return StorageFailure{"the log: its format is not " + std::to_string(kFormat)};
  }
  std::string epoch_bytes;
  const auto epoch_status = db_->Get(rocksdb::ReadOptions(), AsSlice(kEpochKey), &epoch_bytes);
  if (epoch_status.IsNotFound()) return Unit{};
  if (!epoch_status.ok()) return Failed("reading the epoch", epoch_status);
  if (!ReadInteger(epoch_bytes, epoch_)) return StorageFailure{"the log: the epoch is damaged"};
  return Unit{};
}

Result<Unit, StorageFailure> RocksdbLog::ReadSize() {
  const std::unique_ptr<rocksdb::Iterator> last(db_->NewIterator(rocksdb::ReadOptions()));
  const std::string beyond(1, 'e' + 1);
  last->SeekForPrev(beyond);
  if (!last->status().ok()) return Failed("looking for the last entry", last->status());
  if (!last->Valid()) return Unit{};
  const auto index = ReadEntryRowKey(last->key().ToStringView());
  if (!index) return StorageFailure{"the log: a row that is not one of a log's"};
  const auto entry = DecodeEntryRow(last->value().ToStringView());
  if (!entry) return Damaged(*index, entry.error().message);
  size_.store(*index + 1, std::memory_order_release);
  return Unit{};
}

Result<Unit, StorageFailure> RocksdbLog::PutSynced(std::string_view key, std::string_view value) {
  if (failure_->is_set()) return StorageFailure{failure_->text()};
  const auto status = db_->Put(Synced(), AsSlice(key), AsSlice(value));
  if (status.ok()) return Unit{};
  failure_->Set(Failed("writing", status).message);
  return StorageFailure{failure_->text()};
}

Result<uint64_t, StorageFailure> RocksdbLog::BeginEpoch() {
  const std::lock_guard<std::mutex> lock(write_mutex_);
  auto written = PutSynced(kEpochKey, IntegerBytes(epoch_ + 1));
  if (!written) return written.error();
  return ++epoch_;
}

AppendResult RocksdbLog::Append(uint64_t epoch, uint64_t expected_size,
                                std::span<const StoredEntry> entries) {
  const std::lock_guard<std::mutex> lock(write_mutex_);
  if (failure_->is_set() || epoch == 0 || epoch != epoch_ || expected_size != size()) {
    return AppendResult::kRefused;
  }
  rocksdb::WriteBatch batch;
  uint64_t index = expected_size;
  for (const StoredEntry& entry : entries) {
    const auto put = batch.Put(EntryRowKey(index++), EncodeEntryRow(entry));
    if (!put.ok()) {
      failure_->Set(Failed("preparing an append", put).message);
      return AppendResult::kRefused;
    }
  }
  const auto status = db_->Write(Synced(), &batch);
  if (!status.ok()) {
    failure_->Set(Failed("appending", status).message);
    return AppendResult::kUnknown;
  }
  size_.store(index, std::memory_order_release);
  return AppendResult::kAppended;
}

Result<StoredEntry, StorageFailure> RocksdbLog::Read(uint64_t index) const {
  if (index >= size()) return Damaged(index, "the log does not reach that far");
  rocksdb::PinnableSlice row;
  const auto status =
      db_->Get(rocksdb::ReadOptions(), db_->DefaultColumnFamily(), EntryRowKey(index), &row);
  if (status.IsNotFound()) return Damaged(index, "is missing");
  if (!status.ok()) return Failed("reading entry " + std::to_string(index), status);
  auto entry = DecodeEntryRow(row.ToStringView());
  if (!entry) return Damaged(index, entry.error().message);
  return *std::move(entry);
}

Result<Unit, StorageFailure> RocksdbLog::ReadRange(
    uint64_t first, uint64_t count,
    const std::function<bool(uint64_t, const StoredEntry&)>& visit) const {
  if (count == 0) return Unit{};
  const uint64_t end = size();
  if (first >= end || count > end - first) {
    return Damaged(first, "the log does not reach as far as was asked");
  }
  rocksdb::ReadOptions options;
  options.readahead_size = kReadaheadBytes;
  options.fill_cache = false;
  const std::string upper_key = EntryRowKey(first + count);
  const rocksdb::Slice upper(upper_key);
  options.iterate_upper_bound = &upper;
  const std::unique_ptr<rocksdb::Iterator> row(db_->NewIterator(options));
  row->Seek(EntryRowKey(first));
  for (uint64_t index = first; index < first + count; ++index, row->Next()) {
    if (!row->Valid() && !row->status().ok()) {
      return Failed("reading entry " + std::to_string(index), row->status());
    }
    if (!row->Valid() || ReadEntryRowKey(row->key().ToStringView()) != index) {
      return Damaged(index, "is missing");
    }
    const auto entry = DecodeEntryRow(row->value().ToStringView());
    if (!entry) return Damaged(index, entry.error().message);
    if (!visit(index, *entry)) return Unit{};
  }
  return Unit{};
}

Result<Unit, StorageFailure> RocksdbLog::StoreHead(const std::string& checkpoint) {
  const std::lock_guard<std::mutex> lock(write_mutex_);
  return PutSynced(kHeadKey, checkpoint);
}

Result<std::string, StorageFailure> RocksdbLog::LastHead() const {
  std::string head;
  const auto status = db_->Get(rocksdb::ReadOptions(), AsSlice(kHeadKey), &head);
  if (status.IsNotFound()) return std::string();
  if (!status.ok()) return Failed("reading the last head", status);
  return head;
}

}  // namespace enishi
