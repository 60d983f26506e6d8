#include "ledger/base/wall_clock.h"

#include <gtest/gtest.h>

namespace enishi {
namespace {

constexpr Timestamp kLast{1'775'001'600'000};

TEST(WallClock, BelievesAStartSoonAfterTheLastEntry) {
  EXPECT_FALSE(WallClock::FindJump(kLast, kLast));
  EXPECT_FALSE(WallClock::FindJump({kLast.ms - WallClock::kStepMaxMs}, kLast));
  EXPECT_FALSE(WallClock::FindJump({kLast.ms + WallClock::kStillMaxMs}, kLast));
}

TEST(WallClock, DoesNotBelieveAStartBeforeTheLastEntryOrLongAfter) {
  EXPECT_TRUE(WallClock::FindJump({kLast.ms - WallClock::kStepMaxMs - 1}, kLast));
  EXPECT_TRUE(WallClock::FindJump({kLast.ms + WallClock::kStillMaxMs + 1}, kLast));
  EXPECT_FALSE(WallClock::FindJump({kLast.ms + WallClock::kStillMaxMs + 1}, kLast, true));
  EXPECT_TRUE(WallClock::FindJump({kLast.ms - WallClock::kStepMaxMs - 1}, kLast, true));
}

TEST(WallClock, MeasuresEachStepFromTheLookBefore) {
  uint64_t wall_ms = kLast.ms;
  uint64_t monotonic_ms = 50;
  WallClock clock(
      {.wall = [&] { return Timestamp{wall_ms}; }, .monotonic_ms = [&] { return monotonic_ms; }});
  // A clock that is being set right slowly is never a step.
  for (int i = 0; i < 10; ++i) {
    wall_ms += 3000;
    monotonic_ms += 2000;
    EXPECT_FALSE(clock.FindStep());
  }
  wall_ms += WallClock::kStepMaxMs + 1;
  EXPECT_TRUE(clock.FindStep());
}

TEST(WallClock, TheMachinesClocksAgree) {
  WallClock clock({});
  EXPECT_GT(clock.Now(), Timestamp{1'700'000'000'000});
  EXPECT_FALSE(clock.FindStep());
}

}  // namespace
}  // namespace enishi
