#pragma once

#include <cstdint>

#include "ledger/base/calendar.h"

namespace enishi {

// How long codes may be valid. The rules refuse a code with a longer lifetime, so clients do not
// make one.

/// A payment code without a payee, and one with a payee; counted from the capture.
inline constexpr uint64_t kOpenCodeMsMax = kMinuteMs;
inline constexpr uint64_t kNamedCodeMsMax = kDayMs;
/// An attendance code, so that it cannot be passed around.
inline constexpr uint64_t kAttendanceCodeMsMax = 5 * kMinuteMs;

}  // namespace enishi
