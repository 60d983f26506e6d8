#pragma once

#include <rocksdb/file_system.h>

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <vector>

namespace enishi::soak {

/// The machine's disk under RocksDB, with a record of what was synced. At a power cut, files lose
/// their unsynced bytes, and folders their unsynced changes of names (created, renamed, removed).
/// On request the disk also becomes full or slow. What an earlier process wrote counts as synced.
/// Thread-safe.
class LossyDisk : public rocksdb::FileSystemWrapper {
 public:
  /// Part of the text of every write that does not fit.
  static constexpr std::string_view kFull = "the disk is full";
  /// The exit code of a process whose power is cut.
  static constexpr int kPowerCutExit = 75;

  /// Removed or replaced files are kept in `removed` until the removal is durable. That folder must
  /// be on the same disk; it is emptied first.
  explicit LossyDisk(std::filesystem::path removed);
  [[nodiscard]] const char* Name() const override { return "LossyDisk"; }

  /// Accepts that many more bytes in total; removing files frees none.
  void FillUpAfter(uint64_t bytes) { room_ = bytes; }
  void MakeRoom() { room_ = UINT64_MAX; }
  /// Every sync of a file takes this much longer.
  void DelaySyncs(uint64_t ms) { sync_delay_ms_ = ms; }
  /// From now on syncs report success and do nothing.
  void Lie() { lies_ = true; }

  /// What remains of the unsynced data.
  enum class Left {
    kNothing,
    kSome,    // a random part of each file, and the older changes of names, as with a journal
    kZeroes,  // as kSome, but files keep their length, with zeroes for the lost bytes
  };
  /// Discards the unsynced data and ends the process at once with kPowerCutExit.
  [[noreturn]] void CutPower(Left left, uint64_t seed);

  // Called by RocksDB.
  rocksdb::IOStatus NewWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* file,
                                    rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus ReopenWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                       std::unique_ptr<rocksdb::FSWritableFile>* file,
                                       rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus NewDirectory(const std::string& path, const rocksdb::IOOptions& options,
                                 std::unique_ptr<rocksdb::FSDirectory>* directory,
                                 rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus CreateDir(const std::string& path, const rocksdb::IOOptions& options,
                              rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus CreateDirIfMissing(const std::string& path, const rocksdb::IOOptions& options,
                                       rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus DeleteFile(const std::string& path, const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus RenameFile(const std::string& from, const std::string& to,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* context) override;

  // Never called by RocksDB with this project's settings, and not tracked.
  rocksdb::IOStatus ReuseWritableFile(const std::string& path, const std::string& old_path,
                                      const rocksdb::FileOptions& options,
                                      std::unique_ptr<rocksdb::FSWritableFile>* file,
                                      rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus NewRandomRWFile(const std::string& path, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSRandomRWFile>* file,
                                    rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus LinkFile(const std::string& from, const std::string& to,
                             const rocksdb::IOOptions& options,
                             rocksdb::IODebugContext* context) override;

 private:
  // The length of a file and the durable part of it, independent of its name.
  struct Contents {
    uint64_t size = 0;
    uint64_t synced = 0;
  };
  class File;
  class Directory;
  // Changes of names that are not durable yet.
  struct NameChange {
    enum class Kind { kMade, kRemoved, kRenamed };
    Kind kind;
    std::string path;  // the created, removed or new name
    std::string from;  // the old name
    std::string kept;  // where the file that had `path` before is kept; empty if none
    std::shared_ptr<Contents> kept_contents;
  };

  std::shared_ptr<Contents> Find(const std::string& path);
  rocksdb::IOStatus Keep(const std::string& path, NameChange& change);
  // The number of bytes that fit, at most `wanted`.
  size_t Take(size_t wanted);
  rocksdb::IOStatus Sync(Contents& contents, const std::function<rocksdb::IOStatus()>& sync);
  void NoteNamesSynced(const std::string& folder);
  void TakeBack(const NameChange& change);
  void CutFiles(Left left, std::mt19937_64& random);

  const std::filesystem::path removed_;
  std::atomic<uint64_t> room_ = UINT64_MAX;
  std::atomic<uint64_t> sync_delay_ms_ = 0;
  std::atomic<bool> lies_ = false;
  // Never released after a power cut, so that nothing is written or answered after it.
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Contents>> files_;  // files written by this process
  std::vector<NameChange> changes_;
  uint64_t kept_files_ = 0;
};

}  // namespace enishi::soak
