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

/// The machine's own disk under RocksDB, with a memory for what was synced. When its power is cut,
/// files lose what was not, and so do folders: names that were made, changed or removed since the
/// folder was synced may be again what they were. It also fills up and becomes slow when told to.
/// What an earlier process left counts as synced. Any thread.
class ForgetfulDisk : public rocksdb::FileSystemWrapper {
 public:
  /// In the text of every write for which there is no room.
  static constexpr std::string_view kFull = "the disk is full";
  /// How a process ends whose power is cut.
  static constexpr int kPowerCutExit = 75;

  /// Files that are removed or replaced stay in `removed` until that is durable; it lies on the
  /// same disk and is emptied first.
  explicit ForgetfulDisk(std::filesystem::path removed);
  [[nodiscard]] const char* Name() const override { return "ForgetfulDisk"; }

  /// Takes that many more bytes in all; what is removed gives none back.
  void FillUpAfter(uint64_t bytes) { room_ = bytes; }
  void MakeRoom() { room_ = UINT64_MAX; }
  /// Every sync of a file takes so much longer.
  void DelaySyncs(uint64_t ms) { sync_delay_ms_ = ms; }
  /// From now on it says that it synced and has not: a disk that nothing can be built on.
  void Lie() { lies_ = true; }

  /// What of the unsynced is there afterwards.
  enum class Left {
    kNothing,
    kSome,    // of each file a random part; of the names the older changes, as with a journal
    kZeroes,  // as kSome, and files as long as they were, with zeroes where the bytes are lost
  };
  /// Takes back what is not synced and ends the process at once, with kPowerCutExit.
  [[noreturn]] void CutPower(Left left, uint64_t seed);

  // What RocksDB calls.
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

  // What this project's settings never make RocksDB call, and what would go unnoticed here.
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
  // How long a file is and how much of it lasts, whatever it is called.
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
    std::string path;  // the name that was made or removed, or the new one
    std::string from;  // the old one
    std::string kept;  // where the file is that had `path` before; empty when none had
    std::shared_ptr<Contents> kept_contents;
  };

  std::shared_ptr<Contents> Find(const std::string& path);
  rocksdb::IOStatus Keep(const std::string& path, NameChange& change);
  // The bytes that there is room for, of those that are wanted.
  size_t Take(size_t wanted);
  rocksdb::IOStatus Sync(Contents& contents, const std::function<rocksdb::IOStatus()>& sync);
  void NoteNamesSynced(const std::string& folder);
  void TakeBack(const NameChange& change);
  void CutFiles(Left left, std::mt19937_64& random);

  const std::filesystem::path removed_;
  std::atomic<uint64_t> room_ = UINT64_MAX;
  std::atomic<uint64_t> sync_delay_ms_ = 0;
  std::atomic<bool> lies_ = false;
  // Held for good once the power is cut, so that nothing is written or answered behind it.
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Contents>> files_;  // written by this process
  std::vector<NameChange> changes_;
  uint64_t kept_files_ = 0;
};

}  // namespace enishi::soak
