#include "ledger/storage/info_log.h"

#include <cstdio>
#include <string>
#include <system_error>

#include "ledger/base/clock.h"

namespace enishi {
Diary::Diary(const std::filesystem::path& folder) {
  std::error_code ignored;
  std::filesystem::create_directory(folder, ignored);
  const std::filesystem::path path = folder / kName;
  const auto bytes = std::filesystem::file_size(path, ignored);
  if (!ignored && bytes > kBytesMax) std::filesystem::rename(path, folder / kNameBefore, ignored);
  file_.open(path, std::ios::app);
}

void Diary::Write(const char* format, std::va_list values) {
  std::va_list again;
  va_copy(again, values);
  const int length = std::vsnprintf(nullptr, 0, format, values);
  std::string line(length > 0 ? static_cast<size_t>(length) : 0, '\0');
  std::vsnprintf(line.data(), line.size() + 1, format, again);
  va_end(again);
  const std::lock_guard<std::mutex> lock(mutex_);
  file_.clear();
  file_ << FormatUtc(SystemTime()) << ' ' << line << std::endl;
}

}  // namespace enishi
