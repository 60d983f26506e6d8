#include "api/daemon/log_lines.h"

#include <unistd.h>

#include <array>
#include <mutex>
#include <utility>

#include "ledger/base/calendar.h"
#include "ledger/base/clock.h"

namespace enishi {

void LogLine(LogLevel level, std::string_view event, Json members) {
  static std::mutex one_line_at_a_time;
  static constexpr std::array<std::string_view, 3> kNames = {"info", "warning", "error"};
  Json line = Json::Object{{"at", FormatUtc(SystemTime())},
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
