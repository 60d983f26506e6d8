#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "ledger/base/result.h"

namespace enishi {

/// A system call on a file failed. `message` names the file and the cause, for people, in English.
struct FileError {
  int number = 0;  // errno
  std::string message;
};

/// Who may read a file. The owner alone may write it.
enum class FileAccess : uint8_t { kOwner, kEveryone };

/// Replaces a file in one step: readers and crashes see either what the file held before or all of
/// the new bytes. The bytes go to a new file in the same folder, which Commit syncs and renames.
/// Not for concurrent use; several processes may replace the same file, the last one wins.
class DurableFile {
 public:
  /// Creates the new file, under a name that no other process uses. The folder must exist.
  static Result<DurableFile, FileError> Create(const std::filesystem::path& path,
                                               FileAccess access);
  /// Removes the new file unless it was committed.
  ~DurableFile();
  DurableFile(DurableFile&& other) noexcept;
  DurableFile& operator=(DurableFile&&) = delete;
  DurableFile(const DurableFile&) = delete;
  DurableFile& operator=(const DurableFile&) = delete;

  Result<Unit, FileError> Append(std::string_view bytes);
  /// Gives the new file its name. Durable on return: the bytes and the name survive a power cut.
  /// Call at most once, and append nothing afterwards.
  Result<Unit, FileError> Commit();

 private:
  DurableFile(std::filesystem::path path, std::filesystem::path temporary, int descriptor);

  std::filesystem::path path_;
  std::filesystem::path temporary_;  // empty once it is renamed or moved from
  int descriptor_;
};

/// Creates or replaces the file with these bytes: Create, Append and Commit.
Result<Unit, FileError> WriteDurableFile(const std::filesystem::path& path, std::string_view bytes,
                                         FileAccess access);

/// Makes the names in the folder of `path` durable after a file there was created or removed.
Result<Unit, FileError> SyncFolderOf(const std::filesystem::path& path);

/// Writes all bytes to the descriptor at its position and repeats interrupted calls. Not synced.
/// On failure errno has the cause.
bool WriteAll(int descriptor, std::string_view bytes);

}  // namespace enishi
