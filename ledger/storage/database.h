#pragma once

#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/listener.h>
#include <rocksdb/table.h>

#include <cstdarg>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/base/result.h"
#include "ledger/storage/failure_latch.h"
#include "ledger/storage/info_log.h"
#include "ledger/storage/torn_tail.h"

namespace enishi {

// What the log's and the state's RocksDB databases have in common. Only their own units include
// this, so that RocksDB stays behind their headers.

inline rocksdb::Slice AsSlice(std::string_view bytes) { return {bytes.data(), bytes.size()}; }

/// The value of a row that is one integer, most significant byte first.
template <class T>
std::string IntegerBytes(T value) {
  std::string bytes;
  PutInteger(bytes, value);
  return bytes;
}
/// False where the bytes are not exactly one such integer.
template <class T>
bool ReadInteger(std::string_view bytes, T& value) {
  ByteReader reader(bytes);
  return reader.Read(value) && reader.AtEnd();
}

/// `store` is "the log" or "the state": the text is for people.
inline StorageFailure DatabaseFailure(std::string_view store, std::string_view what,
                                      const rocksdb::Status& status) {
  return {std::string(store) + ": " + std::string(what) + ": " + status.ToString()};
}

/// Latches what goes wrong in RocksDB's own threads. The database holds it until it is closed.
class BackgroundErrors : public rocksdb::EventListener {
 public:
  BackgroundErrors(std::string_view store, std::shared_ptr<FailureLatch> failure)
      : store_(store), failure_(std::move(failure)) {}
  void OnBackgroundError(rocksdb::BackgroundErrorReason, rocksdb::Status* status) override {
    failure_->Set(DatabaseFailure(store_, "in the background", *status).message);
  }

 private:
  const std::string store_;
  const std::shared_ptr<FailureLatch> failure_;
};

/// Our info log as RocksDB writes it.
class DatabaseDiary : public rocksdb::Logger {
 public:
  explicit DatabaseDiary(const std::string& folder) : diary_(folder) {}
  using rocksdb::Logger::Logv;
  void Logv(const char* format, va_list values) override { diary_.Write(format, values); }

 private:
  Diary diary_;
};

/// The settings of both databases; each adds its own. Checks are paranoid, and a write that failed
/// is never tried again by RocksDB itself, because what it left on the disk is not known.
inline rocksdb::Options DatabaseOptions(std::string_view store, rocksdb::Env* env,
                                        std::shared_ptr<FailureLatch> failure) {
  constexpr size_t kWriteBufferBytes = size_t{32} << 20;
  constexpr size_t kSyncBytes = size_t{512} << 10;
  rocksdb::Options options;
  if (env != nullptr) options.env = env;
  options.create_if_missing = true;
  options.paranoid_checks = true;
  options.wal_compression = rocksdb::kNoCompression;
  options.max_bgerror_resume_count = 0;
  options.listeners.push_back(std::make_shared<BackgroundErrors>(store, std::move(failure)));
  options.write_buffer_size = kWriteBufferBytes;
  options.max_open_files = 256;
  options.compression = rocksdb::kLZ4Compression;
  // Tables go to the disk a little at a time: a commit's sync that meets a whole table on its way
  // waits for it, which was seen to take most of a second.
  options.bytes_per_sync = kSyncBytes;
  return options;
}

/// Cuts what a power cut left of the last record in one of the database's files (torn_end.h); true
/// where there was something to cut.
inline bool CutTornEnd(rocksdb::Env& env, const std::string& path) {
  std::string bytes;
  if (!rocksdb::ReadFileToString(&env, path, &bytes).ok()) return false;
  const auto end = FindTornEnd(bytes);
  std::unique_ptr<rocksdb::WritableFile> file;
  if (!end || !env.ReopenWritableFile(path, &file, rocksdb::EnvOptions()).ok()) return false;
  return file->Truncate(*end).ok() && file->Fsync().ok() && file->Close().ok();
}

/// The same for all of them, write-ahead logs and lists of files, while no other process has them
/// open.
inline bool CutTornEnds(rocksdb::Env& env, const std::string& folder) {
  rocksdb::FileLock* lock = nullptr;
  std::vector<std::string> names;
  if (!env.LockFile(folder + "/LOCK", &lock).ok()) return false;
  bool has_cut = false;
  if (env.GetChildren(folder, &names).ok()) {
    for (const std::string& name : names) {
      const bool is_log = name.ends_with(".log") || name.starts_with("MANIFEST-");
      if (is_log && CutTornEnd(env, std::string(folder).append("/").append(name))) has_cut = true;
    }
  }
  env.UnlockFile(lock);
  return has_cut;
}

/// Opens a database to write it. One that RocksDB takes for damaged is looked at once for what is
/// no damage but the torn end of a write that a power cut met.
inline rocksdb::Status OpenDatabase(rocksdb::Options options, const std::string& folder,
                                    rocksdb::DB** opened) {
  // Another disk, as tests have, writes an info log of its own or none.
  if (options.env == rocksdb::Env::Default()) {
    options.info_log = std::make_shared<DatabaseDiary>(folder);
  }
  auto status = rocksdb::DB::Open(options, folder, opened);
  if (!status.IsCorruption() || !CutTornEnds(*options.env, folder)) return status;
  return rocksdb::DB::Open(options, folder, opened);
}

/// The tables' settings of both.
inline rocksdb::BlockBasedTableOptions TableOptions(size_t cache_bytes) {
  rocksdb::BlockBasedTableOptions options;
  options.block_cache = rocksdb::NewLRUCache(cache_bytes);
  options.cache_index_and_filter_blocks = true;
  // In small pieces: the whole filter of a large table is bigger than a shard of the cache, and one
  // that does not fit was read from the disk again for every new id (ten times the decider's work).
  options.index_type = rocksdb::BlockBasedTableOptions::kTwoLevelIndexSearch;
  options.partition_filters = true;
  return options;
}

}  // namespace enishi
