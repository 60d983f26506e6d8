#pragma once

#include <cstdarg>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <mutex>

namespace enishi {

/// A database's info log, what it notes of its own doings: the file LOG in its folder. RocksDB's
/// own ends the process at the second line that it cannot write. What cannot be written here is
/// missing, so that a full disk closes a ledger for writing and does no more. Any thread.
class Diary {
 public:
  static constexpr const char* kName = "LOG";
  static constexpr const char* kNameBefore = "LOG.old";
  /// A larger file is put aside as LOG.old when a diary is opened. Nothing else is ever taken away:
  /// who is refused because another process has the folder writes into that one's diary.
  static constexpr uintmax_t kBytesMax = uintmax_t{16} << 20;

  explicit Diary(const std::filesystem::path& folder);  // made when missing
  /// A line of any length, as vprintf makes it, behind the time in UTC.
  void Write(const char* format, std::va_list values);

 private:
  std::mutex mutex_;
  std::ofstream file_;
};

}  // namespace enishi
