#include "ledger/service/folder.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace enishi {
namespace {

StorageFailure Failed(const std::filesystem::path& folder, const std::error_code& error) {
  return {"the folder " + folder.string() + ": " + error.message()};
}

}  // namespace

Result<Unit, StorageFailure> SyncFolder(const std::filesystem::path& folder) {
  const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return Failed(folder, {errno, std::generic_category()});
  const int synced = ::fsync(file);
  const int problem = errno;
  ::close(file);
  if (synced != 0) return Failed(folder, {problem, std::generic_category()});
  return Unit{};
}

Result<Unit, StorageFailure> MakeFolder(const std::filesystem::path& folder) {
  std::error_code error;
  const auto absolute = std::filesystem::absolute(folder, error);
  if (error) return Failed(folder, error);
  if (std::filesystem::is_directory(absolute, error)) return Unit{};
  const auto parent = absolute.parent_path();
  if (parent != absolute) {
    if (auto made = MakeFolder(parent); !made) return made;
  }
  std::filesystem::create_directory(absolute, error);
  if (error) return Failed(absolute, error);
  return SyncFolder(parent);
}

}  // namespace enishi
