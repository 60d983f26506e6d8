#include "ledger/storage/info_log.h"

#include <cstdio>
#include <ctime>
#include <string>
#include <system_error>

namespace enishi {
namespace {

constexpr size_t kTimeBytes = 32;

}  // namespace

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
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  char time[kTimeBytes] = {};
  std::strftime(time, sizeof time, "%Y-%m-%dT%H:%M:%SZ ", ::gmtime_r(&now, &parts));
  const std::lock_guard<std::mutex> lock(mutex_);
  file_.clear();
  file_ << time << line << std::endl;
}

}  // namespace enishi
