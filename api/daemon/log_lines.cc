#include "api/daemon/log_lines.h"

#include <unistd.h>

#include <array>
#include <chrono>
#include <mutex>
#include <utility>

#include "ledger/base/calendar.h"

namespace enishi {

void LogLine(LogLevel level, std::string_view event, Json members) {
  static std::mutex one_line_at_a_time;
  static constexpr std::array<std::string_view, 3> kNames = {"info", "warning", "error"};
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
  Json line = Json::Object{{"at", FormatUtc({static_cast<uint64_t>(ms)})},
                           {"level", kNames.at(static_cast<size_t>(level))},
                           {"event", event}};
  if (Json::Object* object = members.AsObject(); object != nullptr) {
    for (auto& [name, value] : *object) line.Set(std::move(name), std::move(value));
  }
  const std::string text = line.Dump() + "\n";
  const std::lock_guard lock(one_line_at_a_time);
  // A log that cannot be written must not stop the ledger.
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, text.data(), text.size());
}

}  // namespace enishi
