#pragma once

#include <cstdarg>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <mutex>

namespace enishi {

/// A database's info log, the file LOG in its folder. RocksDB's own logger ends the process at the
/// second line that it cannot write. This one drops lines that cannot be written, so that a full
/// disk makes a ledger read-only and no more. Any thread.
class Diary {
 public:
  static constexpr const char* kName = "LOG";
  static constexpr const char* kNameBefore = "LOG.old";
  /// A larger file is renamed to LOG.old when the log is opened. Nothing else is removed, because a
  /// process that is refused the folder appends to the file of the process that has it open.
  static constexpr uintmax_t kBytesMax = uintmax_t{16} << 20;

  explicit Diary(const std::filesystem::path& folder);  // made if it is missing
  /// Writes a line of any length: the time in UTC and the text, formatted as by vprintf.
  void Write(const char* format, std::va_list values);

 private:
  std::mutex mutex_;
  std::ofstream file_;
};

}  // namespace enishi
