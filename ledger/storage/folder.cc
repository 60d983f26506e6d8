#include "ledger/storage/folder.h"

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include <memory>
#include <string>
#include <system_error>

namespace enishi {
namespace {

rocksdb::FileSystem& FilesOf(rocksdb::Env* env) {
  return *(env != nullptr ? env : rocksdb::Env::Default())->GetFileSystem();
}

StorageFailure Failed(const std::filesystem::path& folder, const std::string& why) {
  return {"the folder " + folder.string() + ": " + why};
}

}  // namespace

Result<Unit, StorageFailure> SyncFolder(const std::filesystem::path& folder, rocksdb::Env* env) {
  std::unique_ptr<rocksdb::FSDirectory> directory;
  auto status = FilesOf(env).NewDirectory(folder, rocksdb::IOOptions(), &directory, nullptr);
  if (status.ok()) {
    status =
        directory->FsyncWithDirOptions(rocksdb::IOOptions(), nullptr, rocksdb::DirFsyncOptions());
  }
  if (!status.ok()) return Failed(folder, status.ToString());
  return Unit{};
}

Result<Unit, StorageFailure> MakeFolder(const std::filesystem::path& folder, rocksdb::Env* env) {
  std::error_code error;
  const auto absolute = std::filesystem::absolute(folder, error);
  if (error) return Failed(folder, error.message());
  if (std::filesystem::is_directory(absolute, error)) return Unit{};
  const auto parent = absolute.parent_path();
  if (parent != absolute) {
    if (auto made = MakeFolder(parent, env); !made) return made;
  }
  const auto status = FilesOf(env).CreateDirIfMissing(absolute, rocksdb::IOOptions(), nullptr);
  if (!status.ok()) return Failed(absolute, status.ToString());
  return SyncFolder(parent, env);
}

}  // namespace enishi
