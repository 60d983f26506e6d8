#include "tests/faults/faulty_disk.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <utility>
#include <vector>

#include "tests/faults/disk_paths.h"

namespace enishi::testing {
namespace {

using rocksdb::FileOptions;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

using Guard = std::lock_guard<std::mutex>;

IOStatus Missing(const std::string& path) { return IOStatus::PathNotFound(path); }

// Discards RocksDB's own info log.
class NoInfoLog : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char* /*format*/, va_list /*values*/) override {}
};

}  // namespace

// A file's bytes, as processes see them and as the disk has them.
struct FaultyDisk::Contents {
  std::string bytes;
  std::string synced;
  // The bytes that a failed sync dropped: later syncs take them for synced.
  std::vector<std::pair<size_t, size_t>> dropped;

  void SyncUpTo(size_t end) {
    synced = bytes.substr(0, end);
    for (const auto& [first, last] : dropped) {
      for (size_t i = first; i < std::min(last, synced.size()); ++i) synced[i] = '\0';
    }
  }
  void Drop() {
    const size_t begin = std::min(synced.size(), bytes.size());
    dropped.emplace_back(begin, bytes.size());
  }
};

class FaultyDisk::SequentialFile : public rocksdb::FSSequentialFile {
 public:
  SequentialFile(FaultyDisk& disk, std::string path, std::shared_ptr<Contents> contents)
      : disk_(disk), path_(std::move(path)), contents_(std::move(contents)) {}
  IOStatus Read(size_t count, const IOOptions& /*options*/, Slice* result, char* space,
                IODebugContext* /*context*/) override {
    auto status = disk_.Read(*contents_, path_, offset_, count, result, space);
    if (status.ok()) offset_ += result->size();
    return status;
  }
  IOStatus Skip(uint64_t count) override {
    offset_ += count;
    return IOStatus::OK();
  }

 private:
  FaultyDisk& disk_;
  const std::string path_;
  const std::shared_ptr<Contents> contents_;
  uint64_t offset_ = 0;
};

class FaultyDisk::RandomFile : public rocksdb::FSRandomAccessFile {
 public:
  RandomFile(FaultyDisk& disk, std::string path, std::shared_ptr<Contents> contents)
      : disk_(disk), path_(std::move(path)), contents_(std::move(contents)) {}
  IOStatus Read(uint64_t offset, size_t count, const IOOptions& /*options*/, Slice* result,
                char* space, IODebugContext* /*context*/) const override {
    return disk_.Read(*contents_, path_, offset, count, result, space);
  }

 private:
  FaultyDisk& disk_;
  const std::string path_;
  const std::shared_ptr<Contents> contents_;
};

class FaultyDisk::WritableFile : public rocksdb::FSWritableFile {
 public:
  WritableFile(FaultyDisk& disk, std::string path, std::shared_ptr<Contents> contents)
      : disk_(disk), path_(std::move(path)), contents_(std::move(contents)) {}
  using FSWritableFile::Append;
  IOStatus Append(const Slice& data, const IOOptions& /*options*/,
                  IODebugContext* /*context*/) override {
    return disk_.Append(*contents_, path_, data.ToStringView());
  }
  IOStatus Truncate(uint64_t size, const IOOptions& /*options*/,
                    IODebugContext* /*context*/) override {
    const Guard lock(disk_.mutex_);
    const auto failing = disk_.CountChange("truncate", path_);
    if (!failing || failing->effect == Effect::kKept) contents_->bytes.resize(size);
    return failing ? failing->status : IOStatus::OK();
  }
  IOStatus Close(const IOOptions& /*options*/, IODebugContext* /*context*/) override {
    return IOStatus::OK();
  }
  IOStatus Flush(const IOOptions& /*options*/, IODebugContext* /*context*/) override {
    return IOStatus::OK();
  }
  IOStatus Sync(const IOOptions& /*options*/, IODebugContext* /*context*/) override {
    return disk_.Sync(*contents_, path_);
  }
  uint64_t GetFileSize(const IOOptions& /*options*/, IODebugContext* /*context*/) override {
    const Guard lock(disk_.mutex_);
    return contents_->bytes.size();
  }

 private:
  FaultyDisk& disk_;
  const std::string path_;
  const std::shared_ptr<Contents> contents_;
};

class FaultyDisk::Directory : public rocksdb::FSDirectory {
 public:
  Directory(FaultyDisk& disk, std::string path) : disk_(disk), path_(std::move(path)) {}
  IOStatus Fsync(const IOOptions& /*options*/, IODebugContext* /*context*/) override {
    return disk_.SyncNames(path_);
  }
  IOStatus Close(const IOOptions& /*options*/, IODebugContext* /*context*/) override {
    return IOStatus::OK();
  }

 private:
  FaultyDisk& disk_;
  const std::string path_;
};

class FaultyDisk::Lock : public rocksdb::FileLock {
 public:
  explicit Lock(std::string path) : path_(std::move(path)) {}
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  const std::string path_;
};

FaultyDisk::FaultyDisk(const Image& image) : FileSystemWrapper(rocksdb::FileSystem::Default()) {
  for (const auto& [path, bytes] : image) {
    auto contents = std::make_shared<Contents>();
    contents->bytes = bytes;
    contents->synced = bytes;
    files_[path] = contents;
    for (std::string folder = FolderOf(path); folder.size() > 1; folder = FolderOf(folder)) {
      folders_.insert(folder);
    }
  }
  synced_files_ = files_;
}

uint64_t FaultyDisk::changes() const {
  const Guard lock(mutex_);
  return changes_;
}

uint64_t FaultyDisk::reads() const {
  const Guard lock(mutex_);
  return reads_;
}

uint64_t FaultyDisk::bytes_written() const {
  const Guard lock(mutex_);
  return bytes_written_;
}

std::string FaultyDisk::failed() const {
  const Guard lock(mutex_);
  return failed_;
}

void FaultyDisk::FailChange(uint64_t number, Effect effect) {
  const Guard lock(mutex_);
  fails_change_ = number;
  effect_ = effect;
}

void FaultyDisk::PullOut(uint64_t number) {
  const Guard lock(mutex_);
  fails_change_ = number;
  fails_ever_after_ = true;
}

void FaultyDisk::FillUpAfter(uint64_t bytes) {
  const Guard lock(mutex_);
  bytes_max_ = bytes_written_ + bytes;
}

void FaultyDisk::FailReads(uint64_t number, uint64_t count) {
  const Guard lock(mutex_);
  fails_read_ = number;
  fails_reads_ = count;
}

Image FaultyDisk::AsItIs() const {
  const Guard lock(mutex_);
  Image image;
  for (const auto& [path, contents] : files_) image[path] = contents->bytes;
  return image;
}

Image FaultyDisk::AfterPowerCut(bool torn) const {
  const Guard lock(mutex_);
  Image image;
  for (const auto& [path, contents] : synced_files_) {
    std::string& bytes = image[path] = contents->synced;
    if (!torn || contents->bytes.size() <= bytes.size()) continue;
    bytes += contents->bytes.substr(bytes.size(), (contents->bytes.size() - bytes.size() + 1) / 2);
  }
  return image;
}

std::optional<FaultyDisk::Failing> FaultyDisk::CountChange(std::string_view what,
                                                           const std::string& path) {
  const uint64_t number = changes_++;
  if (number != fails_change_ && !(fails_ever_after_ && number > fails_change_)) {
    return std::nullopt;
  }
  if (failed_.empty()) failed_ = std::string(what) + " " + path;
  IOStatus status = IOStatus::IOError(std::string(kBroken) + ": " + std::string(what), path);
  // RocksDB may retry some failures by itself; the ledger must prevent that.
  status.SetRetryable(effect_ != Effect::kKept);
  return Failing{status, effect_};
}

IOStatus FaultyDisk::CountRead(const std::string& path) {
  const uint64_t number = reads_++;
  if (number < fails_read_ || number - fails_read_ >= fails_reads_) return IOStatus::OK();
  if (failed_.empty()) failed_ = "read " + path;
  return IOStatus::IOError(std::string(kBroken) + ": read", path);
}

IOStatus FaultyDisk::Find(const std::string& path, std::shared_ptr<Contents>& contents) {
  const auto at = files_.find(path);
  if (at == files_.end()) return Missing(path);
  contents = at->second;
  return IOStatus::OK();
}

IOStatus FaultyDisk::Append(Contents& contents, const std::string& path, std::string_view bytes) {
  const Guard lock(mutex_);
  if (const auto failing = CountChange("write", path)) {
    if (failing->effect == Effect::kKept) contents.bytes += bytes;
    if (failing->effect == Effect::kTorn) contents.bytes += bytes.substr(0, bytes.size() / 2);
    return failing->status;
  }
  const uint64_t room = bytes_max_ - std::min(bytes_max_, bytes_written_);
  const auto taken = std::min<uint64_t>(room, bytes.size());
  contents.bytes += bytes.substr(0, taken);
  bytes_written_ += taken;
  if (taken == bytes.size()) return IOStatus::OK();
  if (failed_.empty()) failed_ = "write " + path;
  return IOStatus::NoSpace(kFull, path);
}

IOStatus FaultyDisk::Sync(Contents& contents, const std::string& path) {
  const Guard lock(mutex_);
  const auto failing = CountChange("sync", path);
  if (failing && failing->effect == Effect::kLost) {
    contents.Drop();
  } else if (failing && failing->effect == Effect::kTorn) {
    const size_t begin = std::min(contents.synced.size(), contents.bytes.size());
    contents.SyncUpTo(begin + (contents.bytes.size() - begin) / 2);
    contents.Drop();
  } else {
    contents.SyncUpTo(contents.bytes.size());
  }
  return failing ? failing->status : IOStatus::OK();
}

IOStatus FaultyDisk::SyncNames(const std::string& folder) {
  const Guard lock(mutex_);
  const auto failing = CountChange("sync the names in", folder);
  if (failing && failing->effect != Effect::kKept) return failing->status;
  std::erase_if(synced_files_, [&](const auto& file) { return FolderOf(file.first) == folder; });
  for (const auto& [path, contents] : files_) {
    if (FolderOf(path) == folder) synced_files_[path] = contents;
  }
  return failing ? failing->status : IOStatus::OK();
}

IOStatus FaultyDisk::Read(const Contents& contents, const std::string& path, uint64_t offset,
                          size_t count, Slice* result, char* space) {
  const Guard lock(mutex_);
  if (auto failed = CountRead(path); !failed.ok()) return failed;
  const std::string& bytes = contents.bytes;
  const size_t begin = std::min<uint64_t>(offset, bytes.size());
  const size_t size = std::min(count, bytes.size() - begin);
  std::memcpy(space, bytes.data() + begin, size);
  *result = Slice(space, size);
  return IOStatus::OK();
}

IOStatus FaultyDisk::NewSequentialFile(const std::string& path, const FileOptions& /*options*/,
                                       std::unique_ptr<rocksdb::FSSequentialFile>* file,
                                       IODebugContext* /*context*/) {
  const Guard lock(mutex_);
  std::shared_ptr<Contents> contents;
  auto status = Find(Tidy(path), contents);
  if (status.ok()) *file = std::make_unique<SequentialFile>(*this, Tidy(path), contents);
  return status;
}

IOStatus FaultyDisk::NewRandomAccessFile(const std::string& path, const FileOptions& /*options*/,
                                         std::unique_ptr<rocksdb::FSRandomAccessFile>* file,
                                         IODebugContext* /*context*/) {
  const Guard lock(mutex_);
  std::shared_ptr<Contents> contents;
  auto status = Find(Tidy(path), contents);
  if (status.ok()) *file = std::make_unique<RandomFile>(*this, Tidy(path), contents);
  return status;
}

IOStatus FaultyDisk::Write(const std::string& path, std::shared_ptr<Contents> contents,
                           std::unique_ptr<rocksdb::FSWritableFile>* file) {
  const auto failing = CountChange("create", path);
  if (!failing || failing->effect == Effect::kKept) files_[path] = contents;
  if (failing) return failing->status;
  *file = std::make_unique<WritableFile>(*this, path, std::move(contents));
  return IOStatus::OK();
}

IOStatus FaultyDisk::NewWritableFile(const std::string& path, const FileOptions& /*options*/,
                                     std::unique_ptr<rocksdb::FSWritableFile>* file,
                                     IODebugContext* /*context*/) {
  const Guard lock(mutex_);
  return Write(Tidy(path), std::make_shared<Contents>(), file);
}

IOStatus FaultyDisk::ReopenWritableFile(const std::string& path, const FileOptions& /*options*/,
                                        std::unique_ptr<rocksdb::FSWritableFile>* file,
                                        IODebugContext* /*context*/) {
  const Guard lock(mutex_);
  std::shared_ptr<Contents> contents;
  if (!Find(Tidy(path), contents).ok()) contents = std::make_shared<Contents>();
  return Write(Tidy(path), std::move(contents), file);
}

IOStatus FaultyDisk::ReuseWritableFile(const std::string& path, const std::string& old_path,
                                       const FileOptions& options,
                                       std::unique_ptr<rocksdb::FSWritableFile>* file,
                                       IODebugContext* context) {
  auto renamed = RenameFile(old_path, path, IOOptions(), context);
  return renamed.ok() ? NewWritableFile(path, options, file, context) : renamed;
}

IOStatus FaultyDisk::NewDirectory(const std::string& path, const IOOptions& /*options*/,
                                  std::unique_ptr<rocksdb::FSDirectory>* directory,
                                  IODebugContext* /*context*/) {
  *directory = std::make_unique<Directory>(*this, Tidy(path));
  return IOStatus::OK();
}

IOStatus FaultyDisk::FileExists(const std::string& path, const IOOptions& /*options*/,
                                IODebugContext* /*context*/) {
  const Guard lock(mutex_);
  const std::string tidy = Tidy(path);
  return files_.contains(tidy) || folders_.contains(tidy) ? IOStatus::OK() : IOStatus::NotFound();
}

IOStatus FaultyDisk::GetChildren(const std::string& path, const IOOptions& /*options*/,
                                 std::vector<std::string>* names, IODebugContext* /*context*/) {
  const Guard lock(mutex_);
  const std::string folder = Tidy(path);
  if (!folders_.contains(folder)) return Missing(folder);
  names->clear();
  for (const auto& [file, contents] : files_) {
    if (FolderOf(file) == folder) names->push_back(std::filesystem::path(file).filename());
  }
  return IOStatus::OK();
}

IOStatus FaultyDisk::GetChildrenFileAttributes(const std::string& path, const IOOptions& options,
                                               std::vector<rocksdb::FileAttributes>* files,
                                               IODebugContext* context) {
  std::vector<std::string> names;
  auto status = GetChildren(path, options, &names, context);
  files->clear();
  for (const std::string& name : names) {
    uint64_t size = 0;
    status = GetFileSize(path + "/" + name, options, &size, context);
    if (status.ok()) files->push_back({.name = name, .size_bytes = size});
  }
  return status;
}

IOStatus FaultyDisk::DeleteFile(const std::string& path, const IOOptions& /*options*/,
                                IODebugContext* /*context*/) {
  const Guard lock(mutex_);
  const auto failing = CountChange("remove", Tidy(path));
  if (failing && failing->effect != Effect::kKept) return failing->status;
  const bool removed = files_.erase(Tidy(path)) > 0;
  if (failing) return failing->status;
  return removed ? IOStatus::OK() : Missing(path);
}

IOStatus FaultyDisk::Truncate(const std::string& path, size_t size, const IOOptions& /*options*/,
                              IODebugContext* /*context*/) {
  const Guard lock(mutex_);
  std::shared_ptr<Contents> contents;
  auto status = Find(Tidy(path), contents);
  if (!status.ok()) return status;
  const auto failing = CountChange("truncate", Tidy(path));
  if (!failing || failing->effect == Effect::kKept) contents->bytes.resize(size);
  return failing ? failing->status : status;
}

IOStatus FaultyDisk::CreateDir(const std::string& path, const IOOptions& /*options*/,
                               IODebugContext* /*context*/) {
  const Guard lock(mutex_);
  folders_.insert(Tidy(path));
  return IOStatus::OK();
}

IOStatus FaultyDisk::CreateDirIfMissing(const std::string& path, const IOOptions& options,
                                        IODebugContext* context) {
  return CreateDir(path, options, context);
}

IOStatus FaultyDisk::DeleteDir(const std::string& path, const IOOptions& /*options*/,
                               IODebugContext* /*context*/) {
  const Guard lock(mutex_);
  folders_.erase(Tidy(path));
  return IOStatus::OK();
}

IOStatus FaultyDisk::GetFileSize(const std::string& path, const IOOptions& /*options*/,
                                 uint64_t* size, IODebugContext* /*context*/) {
  const Guard lock(mutex_);
  std::shared_ptr<Contents> contents;
  auto status = Find(Tidy(path), contents);
  *size = status.ok() ? contents->bytes.size() : 0;
  return status;
}

IOStatus FaultyDisk::GetFileModificationTime(const std::string& path, const IOOptions& /*options*/,
                                             uint64_t* time, IODebugContext* /*context*/) {
  const Guard lock(mutex_);
  *time = 0;
  std::shared_ptr<Contents> contents;
  return Find(Tidy(path), contents);
}

IOStatus FaultyDisk::RenameFile(const std::string& from, const std::string& to,
                                const IOOptions& /*options*/, IODebugContext* /*context*/) {
  const Guard lock(mutex_);
  std::shared_ptr<Contents> contents;
  if (auto status = Find(Tidy(from), contents); !status.ok()) return status;
  const auto failing = CountChange("rename", Tidy(from));
  if (failing && failing->effect != Effect::kKept) return failing->status;
  files_.erase(Tidy(from));
  files_[Tidy(to)] = std::move(contents);
  return failing ? failing->status : IOStatus::OK();
}

IOStatus FaultyDisk::LinkFile(const std::string& from, const std::string& to,
                              const IOOptions& /*options*/, IODebugContext* /*context*/) {
  const Guard lock(mutex_);
  std::shared_ptr<Contents> contents;
  if (auto status = Find(Tidy(from), contents); !status.ok()) return status;
  const auto failing = CountChange("link", Tidy(from));
  if (failing && failing->effect != Effect::kKept) return failing->status;
  files_[Tidy(to)] = std::move(contents);
  return failing ? failing->status : IOStatus::OK();
}

IOStatus FaultyDisk::LockFile(const std::string& path, const IOOptions& /*options*/,
                              rocksdb::FileLock** lock, IODebugContext* /*context*/) {
  const Guard guard(mutex_);
  if (!locks_.insert(Tidy(path)).second) return IOStatus::IOError("locked", path);
  *lock = new Lock(Tidy(path));
  return IOStatus::OK();
}

IOStatus FaultyDisk::UnlockFile(rocksdb::FileLock* lock, const IOOptions& /*options*/,
                                IODebugContext* /*context*/) {
  const Guard guard(mutex_);
  const std::unique_ptr<Lock> ours(static_cast<Lock*>(lock));
  locks_.erase(ours->path());
  return IOStatus::OK();
}

IOStatus FaultyDisk::NewLogger(const std::string& /*path*/, const IOOptions& /*options*/,
                               std::shared_ptr<rocksdb::Logger>* logger,
                               IODebugContext* /*context*/) {
  *logger = std::make_shared<NoInfoLog>();
  return IOStatus::OK();
}

IOStatus FaultyDisk::GetAbsolutePath(const std::string& path, const IOOptions& /*options*/,
                                     std::string* absolute, IODebugContext* /*context*/) {
  *absolute = Tidy(path);
  return IOStatus::OK();
}

IOStatus FaultyDisk::IsDirectory(const std::string& path, const IOOptions& /*options*/,
                                 bool* is_directory, IODebugContext* /*context*/) {
  const Guard lock(mutex_);
  *is_directory = folders_.contains(Tidy(path));
  return IOStatus::OK();
}

}  // namespace enishi::testing
