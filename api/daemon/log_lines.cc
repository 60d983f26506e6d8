#include "api/daemon/log_lines.h"

#include <unistd.h>

#include <array>
#include <mutex>
#include <nlohmann/json.hpp>
#include <utility>

#include "ledger/base/calendar.h"
#include "ledger/base/clock.h"

namespace enishi {

void LogLine(LogLevel level, std::string_view event, const Json& members) {
  static std::mutex one_line_at_a_time;
  static constexpr std::array<std::string_view, 3> kNames = {"info", "warning", "error"};
  Json line = Json::object({{"at", FormatUtc(SystemTime())},
                            {"level", kNames.at(static_cast<size_t>(level))},
                            {"event", event}});
  for (const auto& [name, value] : members.items()) line[name] = value;
  const std::string text = Dump(line) + "\n";
  const std::lock_guard lock(one_line_at_a_time);
  // A log that cannot be written must not stop the ledger.
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, text.data(), text.size());
}

void LogLine(LogLevel level, std::string_view event) { LogLine(level, event, Json::object()); }

}  // namespace enishi
