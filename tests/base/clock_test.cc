#include "ledger/base/clock.h"

#include <gtest/gtest.h>
#include <time.h>

namespace enishi {
namespace {

uint64_t SecondsOf(clockid_t clock) {
  timespec now{};
  EXPECT_EQ(clock_gettime(clock, &now), 0);
  return static_cast<uint64_t>(now.tv_sec);
}

TEST(Clock, SystemTimeIsUnixTimeInMilliseconds) {
  const uint64_t before_s = SecondsOf(CLOCK_REALTIME);
  const uint64_t ms = SystemTime().ms;
  EXPECT_GE(ms, before_s * 1000);
  EXPECT_LT(ms, (SecondsOf(CLOCK_REALTIME) + 1) * 1000);
}

TEST(Clock, MonotonicTimeNeverGoesBackAndCountsSuspendedTime) {
  const uint64_t before_s = SecondsOf(CLOCK_BOOTTIME);
  const uint64_t first_us = MonotonicUs();
  EXPECT_GE(first_us, before_s * 1'000'000);
  EXPECT_LT(first_us, (SecondsOf(CLOCK_BOOTTIME) + 1) * 1'000'000);
  uint64_t last_us = first_us;
  for (int i = 0; i < 1000; ++i) {
    const uint64_t now_us = MonotonicUs();
    ASSERT_GE(now_us, last_us);
    last_us = now_us;
  }
  EXPECT_GE(MonotonicMs(), last_us / 1000);
}

}  // namespace
}  // namespace enishi
