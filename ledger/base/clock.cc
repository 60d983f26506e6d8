#include "ledger/base/clock.h"

#include <time.h>

#include "ledger/base/result.h"

namespace enishi {
namespace {

uint64_t ReadUs(clockid_t clock) {
  timespec now{};
  CHECK(clock_gettime(clock, &now) == 0);
  return static_cast<uint64_t>(now.tv_sec) * 1'000'000 + static_cast<uint64_t>(now.tv_nsec) / 1'000;
}

}  // namespace

Timestamp SystemTime() { return {ReadUs(CLOCK_REALTIME) / 1'000}; }

// CLOCK_MONOTONIC stops while the machine is suspended: after a resume the wall clock would seem to
// have jumped.
uint64_t MonotonicUs() { return ReadUs(CLOCK_BOOTTIME); }

uint64_t MonotonicMs() { return MonotonicUs() / 1'000; }

}  // namespace enishi
