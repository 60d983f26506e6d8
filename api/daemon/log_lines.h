#pragma once

#include <string_view>

#include "ledger/base/json.h"

namespace enishi {

enum class LogLevel { kInfo, kWarning, kError };

/// Writes one line of JSON to standard error: time (UTC), level, event and the members given. For
/// operators and their collectors: no account, amount, key, token or body ever goes in here. For
/// any number of threads; a line is written whole.
void LogLine(LogLevel level, std::string_view event, const Json& members);
void LogLine(LogLevel level, std::string_view event);

}  // namespace enishi
