#include "ledger/base/durable_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "ledger/base/hash.h"

namespace enishi {
namespace {

constexpr int kClosed = -1;
constexpr size_t kNameBytes = 8;  // random bytes in the name of an unfinished file

FileError Failed(const std::string& what, const std::filesystem::path& path) {
  const int number = errno;
  return {number, what + " " + path.string() + ": " + std::generic_category().message(number)};
}

std::filesystem::path FolderOf(const std::filesystem::path& path) {
  return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

}  // namespace

bool WriteAll(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

Result<Unit, FileError> SyncFolderOf(const std::filesystem::path& path) {
  const int folder = open(FolderOf(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return Failed("cannot open the folder of", path);
  Result<Unit, FileError> synced = Unit{};
  if (fsync(folder) != 0) synced = Failed("cannot sync the folder of", path);
  close(folder);
  return synced;
}

DurableFile::DurableFile(std::filesystem::path path, std::filesystem::path temporary,
                         int descriptor)
    : path_(std::move(path)), temporary_(std::move(temporary)), descriptor_(descriptor) {}

DurableFile::DurableFile(DurableFile&& other) noexcept
    : path_(std::move(other.path_)),
      temporary_(std::move(other.temporary_)),
      descriptor_(std::exchange(other.descriptor_, kClosed)) {
  other.temporary_.clear();
}

DurableFile::~DurableFile() {
  if (descriptor_ != kClosed) close(descriptor_);
  if (!temporary_.empty()) unlink(temporary_.c_str());
}

Result<DurableFile, FileError> DurableFile::Create(const std::filesystem::path& path,
                                                   FileAccess access) {
  std::filesystem::path temporary = path;
  temporary += ".new-" + HexEncode(RandomBytes(kNameBytes));
  const mode_t mode = access == FileAccess::kOwner ? 0600 : 0644;
  const int descriptor = open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (descriptor < 0) return Failed("cannot create", temporary);
  return DurableFile(path, std::move(temporary), descriptor);
}

Result<Unit, FileError> DurableFile::Append(std::string_view bytes) {
  if (!WriteAll(descriptor_, bytes)) return Failed("cannot write", path_);
  return Unit{};
}

Result<Unit, FileError> DurableFile::Commit() {
  // Bytes before the name, or a power cut could leave the name with no bytes.
  if (fsync(descriptor_) != 0) return Failed("cannot sync", path_);
  if (close(std::exchange(descriptor_, kClosed)) != 0) return Failed("cannot write", path_);
  if (rename(temporary_.c_str(), path_.c_str()) != 0) return Failed("cannot write", path_);
  temporary_.clear();
  return SyncFolderOf(path_);
}

Result<Unit, FileError> WriteDurableFile(const std::filesystem::path& path, std::string_view bytes,
                                         FileAccess access) {
  auto file = DurableFile::Create(path, access);
  if (!file) return file.error();
  if (auto written = file->Append(bytes); !written) return written;
  return file->Commit();
}

}  // namespace enishi
