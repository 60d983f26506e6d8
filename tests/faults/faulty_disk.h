#pragma once

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace enishi::testing {

/// The files of a disk: path -> bytes.
using Image = std::map<std::string, std::string>;

/// A disk in memory that tracks what was synced, and fails when a test says so. Bytes are durable
/// after a sync of their file, names after a sync of their folder. Thread-safe.
class FaultyDisk : public rocksdb::FileSystemWrapper {
 public:
  /// Part of the text of every failure of a disk.
  static constexpr std::string_view kBroken = "the disk is broken";
  static constexpr std::string_view kFull = "the disk is full";

  /// What happens in an operation that reports a failure.
  enum class Effect {
    kLost,  // nothing; the bytes of a failed sync are never synced, even by later syncs
    kKept,  // it is done
    kTorn,  // half of the bytes are written or synced; other operations as kLost
  };

  explicit FaultyDisk(const Image& image = {});
  [[nodiscard]] const char* Name() const override { return "FaultyDisk"; }

  /// The number of operations that change something (create, write, sync, rename, link, remove) so
  /// far.
  [[nodiscard]] uint64_t changes() const;
  [[nodiscard]] uint64_t reads() const;
  /// Fails that change (counted from 0) only.
  void FailChange(uint64_t number, Effect effect);
  /// Fails that change and everything after it, as if the disk were removed.
  void PullOut(uint64_t number);
  /// Accepts that many more bytes in total; removing files frees none.
  void FillUpAfter(uint64_t bytes);
  /// Fails that read (counted from 0) and the `count` - 1 reads after it.
  void FailReads(uint64_t number, uint64_t count = 1);
  [[nodiscard]] uint64_t bytes_written() const;
  /// The first operation that failed, or "".
  [[nodiscard]] std::string failed() const;

  /// The files that a new process finds.
  [[nodiscard]] Image AsItIs() const;
  /// The files after a power cut: what was synced and, with `torn`, half of what was appended after
  /// that.
  [[nodiscard]] Image AfterPowerCut(bool torn = false) const;

  // Called by RocksDB.
  rocksdb::IOStatus NewSequentialFile(const std::string& path, const rocksdb::FileOptions& options,
                                      std::unique_ptr<rocksdb::FSSequentialFile>* file,
                                      rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus NewRandomAccessFile(const std::string& path,
                                        const rocksdb::FileOptions& options,
                                        std::unique_ptr<rocksdb::FSRandomAccessFile>* file,
                                        rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus NewWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* file,
                                    rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus ReopenWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                       std::unique_ptr<rocksdb::FSWritableFile>* file,
                                       rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus ReuseWritableFile(const std::string& path, const std::string& old_path,
                                      const rocksdb::FileOptions& options,
                                      std::unique_ptr<rocksdb::FSWritableFile>* file,
                                      rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus NewDirectory(const std::string& path, const rocksdb::IOOptions& options,
                                 std::unique_ptr<rocksdb::FSDirectory>* directory,
                                 rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus FileExists(const std::string& path, const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus GetChildren(const std::string& path, const rocksdb::IOOptions& options,
                                std::vector<std::string>* names,
                                rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus GetChildrenFileAttributes(const std::string& path,
                                              const rocksdb::IOOptions& options,
                                              std::vector<rocksdb::FileAttributes>* files,
                                              rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus DeleteFile(const std::string& path, const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus Truncate(const std::string& path, size_t size,
                             const rocksdb::IOOptions& options,
                             rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus CreateDir(const std::string& path, const rocksdb::IOOptions& options,
                              rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus CreateDirIfMissing(const std::string& path, const rocksdb::IOOptions& options,
                                       rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus DeleteDir(const std::string& path, const rocksdb::IOOptions& options,
                              rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus GetFileSize(const std::string& path, const rocksdb::IOOptions& options,
                                uint64_t* size, rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus GetFileModificationTime(const std::string& path,
                                            const rocksdb::IOOptions& options, uint64_t* time,
                                            rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus RenameFile(const std::string& from, const std::string& to,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus LinkFile(const std::string& from, const std::string& to,
                             const rocksdb::IOOptions& options,
                             rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus LockFile(const std::string& path, const rocksdb::IOOptions& options,
                             rocksdb::FileLock** lock, rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus UnlockFile(rocksdb::FileLock* lock, const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus NewLogger(const std::string& path, const rocksdb::IOOptions& options,
                              std::shared_ptr<rocksdb::Logger>* logger,
                              rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus GetAbsolutePath(const std::string& path, const rocksdb::IOOptions& options,
                                    std::string* absolute,
                                    rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus IsDirectory(const std::string& path, const rocksdb::IOOptions& options,
                                bool* is_directory, rocksdb::IODebugContext* context) override;

 private:
  struct Contents;
  class SequentialFile;
  class RandomFile;
  class WritableFile;
  class Directory;
  class Lock;
  using Files = std::map<std::string, std::shared_ptr<Contents>>;
  struct Failing {
    rocksdb::IOStatus status;
    Effect effect;
  };

  // Counts a change. Returns its fault, if it must fail.
  std::optional<Failing> CountChange(std::string_view what, const std::string& path);
  rocksdb::IOStatus CountRead(const std::string& path);
  rocksdb::IOStatus Find(const std::string& path, std::shared_ptr<Contents>& contents);
  rocksdb::IOStatus Append(Contents& contents, const std::string& path, std::string_view bytes);
  rocksdb::IOStatus Sync(Contents& contents, const std::string& path);
  rocksdb::IOStatus SyncNames(const std::string& folder);
  rocksdb::IOStatus Read(const Contents& contents, const std::string& path, uint64_t offset,
                         size_t count, rocksdb::Slice* result, char* space);
  rocksdb::IOStatus Write(const std::string& path, std::shared_ptr<Contents> contents,
                          std::unique_ptr<rocksdb::FSWritableFile>* file);

  mutable std::mutex mutex_;
  Files files_;         // by current name
  Files synced_files_;  // by durable name
  std::set<std::string> folders_;
  std::set<std::string> locks_;
  uint64_t changes_ = 0;
  uint64_t reads_ = 0;
  uint64_t bytes_written_ = 0;
  uint64_t bytes_max_ = UINT64_MAX;
  uint64_t fails_change_ = UINT64_MAX;
  bool fails_ever_after_ = false;
  Effect effect_ = Effect::kLost;
  uint64_t fails_read_ = UINT64_MAX;
  uint64_t fails_reads_ = 0;
  std::string failed_;
};

}  // namespace enishi::testing
