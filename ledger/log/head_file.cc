#include "ledger/log/head_file.h"

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include <memory>
#include <utility>

#include "ledger/storage/database.h"
#include "ledger/storage/folder.h"

namespace enishi {
namespace {

constexpr std::string_view kUnfinishedName = "head.new";

Result<Unit, StorageFailure> Checked(std::string_view what, const rocksdb::Status& status) {
  if (status.ok()) return Unit{};
  return DatabaseFailure("the file of the last head", what, status);
}

// The bytes durable under that name, which itself is not durable yet.
rocksdb::IOStatus WriteSynced(rocksdb::FileSystem& files, const std::string& path,
                              std::string_view bytes) {
  std::unique_ptr<rocksdb::FSWritableFile> file;
  auto status = files.NewWritableFile(path, rocksdb::FileOptions(), &file, nullptr);
  if (!status.ok()) return status;
  status = file->Append(AsSlice(bytes), rocksdb::IOOptions(), nullptr);
  if (status.ok()) status = file->Fsync(rocksdb::IOOptions(), nullptr);
  const auto closed = file->Close(rocksdb::IOOptions(), nullptr);
  return status.ok() ? closed : status;
}

}  // namespace

HeadFile::HeadFile(Options options) : options_(std::move(options)) {
  if (options_.env == nullptr) options_.env = rocksdb::Env::Default();
}

Result<Unit, StorageFailure> HeadFile::Store(const std::string& checkpoint) {
  rocksdb::FileSystem& files = *options_.env->GetFileSystem();
  const std::string unfinished = options_.folder / kUnfinishedName;
  const std::string_view text = checkpoint.empty() ? kNoHeadYet : std::string_view(checkpoint);
  auto done = Checked("writing", WriteSynced(files, unfinished, text));
  if (!done) return done;
  const auto renamed =
      files.RenameFile(unfinished, options_.folder / kFileName, rocksdb::IOOptions(), nullptr);
  done = Checked("renaming", renamed);
  if (!done) return done;
  return SyncFolder(options_.folder, options_.env);
}

Result<std::optional<std::string>, StorageFailure> HeadFile::Last() const {
  rocksdb::FileSystem& files = *options_.env->GetFileSystem();
  const std::string path = options_.folder / kFileName;
  const auto exists = files.FileExists(path, rocksdb::IOOptions(), nullptr);
  if (exists.IsNotFound()) return std::optional<std::string>();
  std::string text;
  rocksdb::Status status = exists;
  if (status.ok()) status = ReadFileToString(options_.env, path, &text);
  if (auto read = Checked("reading", status); !read) return read.error();
  if (text.empty()) return StorageFailure{"the file of the last head, " + path + ", is empty"};
  if (text == kNoHeadYet) text.clear();
  return std::optional(std::move(text));
}

}  // namespace enishi
