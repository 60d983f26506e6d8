#pragma once

#include <cstdarg>
#include <filesystem>
#include <fstream>
#include <mutex>

namespace enishi {

/// What a database notes of its own doings: the file LOG in its folder, and LOG.old, the one
/// before. RocksDB's own ends the process at the second line that it cannot write. What cannot be
/// written here is missing, so that a full disk closes a ledger for writing and does no more. Any
/// thread.
class Diary {
 public:
  explicit Diary(const std::filesystem::path& folder);  // made when missing
  void Write(const char* format, std::va_list values);  // as vprintf does, and a new line

 private:
  std::mutex mutex_;
  std::ofstream file_;
};

}  // namespace enishi
