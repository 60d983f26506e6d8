#include "ledger/log/diary.h"

#include <cstdio>
#include <ctime>
#include <system_error>

namespace enishi {
namespace {

constexpr const char* kName = "LOG";
constexpr const char* kNameBefore = "LOG.old";
constexpr size_t kLineBytes = 4096;
constexpr size_t kTimeBytes = 32;

}  // namespace

Diary::Diary(const std::filesystem::path& folder) {
  std::error_code ignored;
  std::filesystem::create_directory(folder, ignored);
  std::filesystem::rename(folder / kName, folder / kNameBefore, ignored);
  file_.open(folder / kName);
}

void Diary::Write(const char* format, std::va_list values) {
  char line[kLineBytes] = {};
  std::vsnprintf(line, sizeof line, format, values);
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  char time[kTimeBytes] = {};
  std::strftime(time, sizeof time, "%Y-%m-%dT%H:%M:%SZ ", ::gmtime_r(&now, &parts));
  const std::lock_guard<std::mutex> lock(mutex_);
  file_.clear();
  file_ << time << line << std::endl;
}

}  // namespace enishi
