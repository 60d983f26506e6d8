#include "tests/soak/lossy_disk.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <system_error>
#include <thread>
#include <utility>

#include "tests/faults/disk_paths.h"

namespace enishi::soak {
namespace {

using rocksdb::FileOptions;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;
using testing::FolderOf;
using testing::Tidy;

using Guard = std::lock_guard<std::mutex>;

bool IsThere(const std::string& path) {
  std::error_code error;
  return std::filesystem::exists(path, error);
}

IOStatus NotForeseen(const std::string& path) {
  return IOStatus::NotSupported("LossyDisk does not track this operation", path);
}

}  // namespace

class LossyDisk::File : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  File(LossyDisk& disk, std::string path, std::shared_ptr<Contents> contents,
       std::unique_ptr<rocksdb::FSWritableFile> file)
      : FSWritableFileOwnerWrapper(std::move(file)),
        disk_(disk),
        path_(std::move(path)),
        contents_(std::move(contents)) {}

  IOStatus Append(const Slice& data, const IOOptions& options, IODebugContext* context) override {
    const Guard lock(disk_.mutex_);
    const size_t taken = disk_.Take(data.size());
    auto status = target()->Append(Slice(data.data(), taken), options, context);
    contents_->size += taken;
    if (!status.ok() || taken == data.size()) return status;
    return IOStatus::NoSpace(kFull, path_);
  }
  IOStatus Append(const Slice& data, const IOOptions& options,
                  const rocksdb::DataVerificationInfo& /*info*/, IODebugContext* context) override {
    return Append(data, options, context);
  }
  IOStatus PositionedAppend(const Slice& /*data*/, uint64_t /*offset*/,
                            const IOOptions& /*options*/, IODebugContext* /*context*/) override {
    return NotForeseen(path_);
  }
  IOStatus PositionedAppend(const Slice& /*data*/, uint64_t /*offset*/,
                            const IOOptions& /*options*/,
                            const rocksdb::DataVerificationInfo& /*info*/,
                            IODebugContext* /*context*/) override {
    return NotForeseen(path_);
  }
  IOStatus Truncate(uint64_t size, const IOOptions& options, IODebugContext* context) override {
    const Guard lock(disk_.mutex_);
    contents_->size = size;
    contents_->synced = std::min(contents_->synced, size);
    return target()->Truncate(size, options, context);
  }
  IOStatus Sync(const IOOptions& options, IODebugContext* context) override {
    return disk_.Sync(*contents_, [&] { return target()->Sync(options, context); });
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* context) override {
    return Sync(options, context);
  }

 private:
  LossyDisk& disk_;
  const std::string path_;
  const std::shared_ptr<Contents> contents_;
};

class LossyDisk::Directory : public rocksdb::FSDirectoryWrapper {
 public:
  Directory(LossyDisk& disk, std::string path, std::unique_ptr<rocksdb::FSDirectory> directory)
      : FSDirectoryWrapper(std::move(directory)), disk_(disk), path_(std::move(path)) {}
  IOStatus Fsync(const IOOptions& options, IODebugContext* context) override {
    auto status = FSDirectoryWrapper::Fsync(options, context);
    if (status.ok()) disk_.NoteNamesSynced(path_);
    return status;
  }
  IOStatus FsyncWithDirOptions(const IOOptions& options, IODebugContext* context,
                               const rocksdb::DirFsyncOptions& how) override {
    auto status = FSDirectoryWrapper::FsyncWithDirOptions(options, context, how);
    if (status.ok()) disk_.NoteNamesSynced(path_);
    return status;
  }

 private:
  LossyDisk& disk_;
  const std::string path_;
};

LossyDisk::LossyDisk(std::filesystem::path removed)
    : FileSystemWrapper(rocksdb::FileSystem::Default()), removed_(std::move(removed)) {
  std::filesystem::remove_all(removed_);
  std::filesystem::create_directories(removed_);
}

void LossyDisk::CutPower(Left left, uint64_t seed) {
  mutex_.lock();  // never released
  std::mt19937_64 random(seed);
  // A journal loses the newest changes of names first.
  const size_t kept = left == Left::kNothing ? 0 : random() % (changes_.size() + 1);
  while (changes_.size() > kept) {
    TakeBack(changes_.back());
    changes_.pop_back();
  }
  CutFiles(left, random);
  ::_exit(kPowerCutExit);
}

void LossyDisk::TakeBack(const NameChange& change) {
  std::error_code ignored;
  if (change.kind == NameChange::Kind::kMade) {
    std::filesystem::remove_all(change.path, ignored);
    files_.erase(change.path);
  } else if (change.kind == NameChange::Kind::kRenamed) {
    std::filesystem::rename(change.path, change.from, ignored);
    files_[change.from] = files_[change.path];
    files_.erase(change.path);
  }
  if (change.kept.empty()) return;
  std::filesystem::rename(change.kept, change.path, ignored);
  if (change.kept_contents) files_[change.path] = change.kept_contents;
}

void LossyDisk::CutFiles(Left left, std::mt19937_64& random) {
  for (const auto& [path, contents] : files_) {
    std::error_code error;
    const uint64_t size = std::filesystem::file_size(path, error);
    if (error || !contents || size <= contents->synced) continue;
    const uint64_t unsynced = size - contents->synced;
    const uint64_t kept = left == Left::kNothing ? 0 : random() % (unsynced + 1);
    std::filesystem::resize_file(path, contents->synced + kept, error);
    if (left == Left::kZeroes) std::filesystem::resize_file(path, size, error);
  }
}

size_t LossyDisk::Take(size_t wanted) {
  const uint64_t room = room_;
  if (room == UINT64_MAX) return wanted;
  const auto taken = static_cast<size_t>(std::min<uint64_t>(room, wanted));
  room_ -= taken;
  return taken;
}

IOStatus LossyDisk::Sync(Contents& contents, const std::function<IOStatus()>& sync) {
  std::this_thread::sleep_for(std::chrono::milliseconds(sync_delay_ms_));
  // Bytes appended during the sync count for the next sync.
  uint64_t size = 0;
  {
    const Guard lock(mutex_);
    size = contents.size;
  }
  auto status = sync();
  if (!status.ok()) return status;
  const Guard lock(mutex_);
  if (!lies_) contents.synced = std::max(contents.synced, size);
  return status;
}

void LossyDisk::NoteNamesSynced(const std::string& folder) {
  const Guard lock(mutex_);
  if (lies_) return;
  std::erase_if(changes_, [&](const NameChange& change) {
    if (FolderOf(change.path) != folder) return false;
    std::error_code ignored;
    if (!change.kept.empty()) std::filesystem::remove(change.kept, ignored);
    return true;
  });
}

std::shared_ptr<LossyDisk::Contents> LossyDisk::Find(const std::string& path) {
  const auto at = files_.find(path);
  return at == files_.end() ? nullptr : at->second;
}

// Keeps the previous file of that name until the change is durable.
IOStatus LossyDisk::Keep(const std::string& path, NameChange& change) {
  if (!IsThere(path)) return IOStatus::OK();
  change.kept = removed_ / std::to_string(kept_files_++);
  change.kept_contents = Find(path);
  return FileSystemWrapper::LinkFile(path, change.kept, IOOptions(), nullptr);
}

IOStatus LossyDisk::NewWritableFile(const std::string& path, const FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* file,
                                    IODebugContext* context) {
  const Guard lock(mutex_);
  const std::string tidy = Tidy(path);
  const bool was_there = IsThere(tidy);
  std::unique_ptr<rocksdb::FSWritableFile> target;
  auto status = FileSystemWrapper::NewWritableFile(path, options, &target, context);
  if (!status.ok()) return status;
  if (!was_there) changes_.push_back({NameChange::Kind::kMade, tidy, "", "", nullptr});
  auto contents = std::make_shared<Contents>();
  files_[tidy] = contents;
  *file = std::make_unique<File>(*this, tidy, std::move(contents), std::move(target));
  return status;
}

IOStatus LossyDisk::ReopenWritableFile(const std::string& path, const FileOptions& options,
                                       std::unique_ptr<rocksdb::FSWritableFile>* file,
                                       IODebugContext* context) {
  const Guard lock(mutex_);
  const std::string tidy = Tidy(path);
  std::unique_ptr<rocksdb::FSWritableFile> target;
  const bool was_there = IsThere(tidy);
  auto status = FileSystemWrapper::ReopenWritableFile(path, options, &target, context);
  if (!status.ok()) return status;
  if (!was_there) changes_.push_back({NameChange::Kind::kMade, tidy, "", "", nullptr});
  auto& contents = files_[tidy];
  if (!contents) {
    contents = std::make_shared<Contents>();
    // The size counted here, because a reopened file counts from zero.
    FileSystemWrapper::GetFileSize(path, IOOptions(), &contents->size, context);
    contents->synced = contents->size;
  }
  *file = std::make_unique<File>(*this, tidy, contents, std::move(target));
  return status;
}

IOStatus LossyDisk::NewDirectory(const std::string& path, const IOOptions& options,
                                 std::unique_ptr<rocksdb::FSDirectory>* directory,
                                 IODebugContext* context) {
  std::unique_ptr<rocksdb::FSDirectory> target;
  auto status = FileSystemWrapper::NewDirectory(path, options, &target, context);
  if (status.ok()) *directory = std::make_unique<Directory>(*this, Tidy(path), std::move(target));
  return status;
}

IOStatus LossyDisk::CreateDir(const std::string& path, const IOOptions& options,
                              IODebugContext* context) {
  const Guard lock(mutex_);
  auto status = FileSystemWrapper::CreateDir(path, options, context);
  if (status.ok()) changes_.push_back({NameChange::Kind::kMade, Tidy(path), "", "", nullptr});
  return status;
}

IOStatus LossyDisk::CreateDirIfMissing(const std::string& path, const IOOptions& options,
                                       IODebugContext* context) {
  if (IsThere(Tidy(path))) return FileSystemWrapper::CreateDirIfMissing(path, options, context);
  return CreateDir(path, options, context);
}

IOStatus LossyDisk::DeleteFile(const std::string& path, const IOOptions& options,
                               IODebugContext* context) {
  const Guard lock(mutex_);
  const std::string tidy = Tidy(path);
  NameChange change{NameChange::Kind::kRemoved, tidy, "", "", nullptr};
  if (auto kept = Keep(tidy, change); !kept.ok()) return kept;
  auto status = FileSystemWrapper::DeleteFile(path, options, context);
  if (!status.ok()) return status;
  files_.erase(tidy);
  changes_.push_back(std::move(change));
  return status;
}

IOStatus LossyDisk::RenameFile(const std::string& from, const std::string& to,
                               const IOOptions& options, IODebugContext* context) {
  const Guard lock(mutex_);
  const std::string tidy = Tidy(to);
  const std::string tidy_from = Tidy(from);
  NameChange change{NameChange::Kind::kRenamed, tidy, tidy_from, "", nullptr};
  if (auto kept = Keep(tidy, change); !kept.ok()) return kept;
  auto status = FileSystemWrapper::RenameFile(from, to, options, context);
  if (!status.ok()) return status;
  files_.erase(tidy);
  if (auto moved = files_.extract(tidy_from); !moved.empty()) {
    moved.key() = tidy;
    files_.insert(std::move(moved));
  }
  changes_.push_back(std::move(change));
  return status;
}

IOStatus LossyDisk::ReuseWritableFile(const std::string& path, const std::string& /*old_path*/,
                                      const FileOptions& /*options*/,
                                      std::unique_ptr<rocksdb::FSWritableFile>* /*file*/,
                                      IODebugContext* /*context*/) {
  return NotForeseen(path);
}

IOStatus LossyDisk::NewRandomRWFile(const std::string& path, const FileOptions& /*options*/,
                                    std::unique_ptr<rocksdb::FSRandomRWFile>* /*file*/,
                                    IODebugContext* /*context*/) {
  return NotForeseen(path);
}

IOStatus LossyDisk::LinkFile(const std::string& from, const std::string& /*to*/,
                             const IOOptions& /*options*/, IODebugContext* /*context*/) {
  return NotForeseen(from);
}

}  // namespace enishi::soak
