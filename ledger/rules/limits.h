#pragma once

#include <cstdint>

#include "ledger/base/calendar.h"

namespace enishi {

// How long codes may live, for the rules and for whoever makes one: a code that lives longer is of
// no use to anybody.

/// A payment code that anybody may take, and one that names its payee; counted from the capture.
inline constexpr uint64_t kOpenCodeMsMax = kMinuteMs;
inline constexpr uint64_t kNamedCodeMsMax = kDayMs;
/// An attendance code, so that it cannot be passed around.
inline constexpr uint64_t kAttendanceCodeMsMax = 5 * kMinuteMs;

}  // namespace enishi
