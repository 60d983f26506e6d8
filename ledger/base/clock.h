#pragma once

#include <cstdint>

#include "ledger/base/calendar.h"

namespace enishi {

// The only functions that read a clock of the machine. Pure layers take the time as an argument.

/// The wall clock. It may step in either direction.
Timestamp SystemTime();

/// Microseconds since an arbitrary moment before the process started. Never goes back, and counts
/// the time during which the machine was suspended.
uint64_t MonotonicUs();
/// The same clock in milliseconds.
uint64_t MonotonicMs();

}  // namespace enishi
