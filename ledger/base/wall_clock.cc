#include "ledger/base/wall_clock.h"

#include <utility>

#include "ledger/base/clock.h"

namespace enishi {
namespace {

WallClock::Sources WithDefaults(WallClock::Sources sources) {
  if (!sources.wall) sources.wall = SystemTime;
  if (!sources.monotonic_ms) sources.monotonic_ms = MonotonicMs;
  return sources;
}

}  // namespace

WallClock::WallClock(Sources sources)
    : sources_(WithDefaults(std::move(sources))),
      wall_ms_(sources_.wall().ms),
      monotonic_ms_(sources_.monotonic_ms()) {}

std::optional<std::string> WallClock::FindStep() {
  const uint64_t wall_ms = sources_.wall().ms;
  const uint64_t monotonic_ms = sources_.monotonic_ms();
  const uint64_t expected_ms = wall_ms_ + (monotonic_ms - monotonic_ms_);
  const uint64_t step_ms = wall_ms > expected_ms ? wall_ms - expected_ms : expected_ms - wall_ms;
  if (step_ms > kStepMaxMs) {
    return "the clock jumped from " + FormatUtc({expected_ms}) + " to " + FormatUtc({wall_ms}) +
           "; set the clock right and restart";
  }
  wall_ms_ = wall_ms;
  monotonic_ms_ = monotonic_ms;
  return std::nullopt;
}

std::optional<std::string> WallClock::FindJump(Timestamp now, Timestamp last_committed_at,
                                               bool accept_stillness) {
  if (now.ms + kStepMaxMs < last_committed_at.ms) {
    return "the clock says " + FormatUtc(now) + ", which is before the last entry of " +
           FormatUtc(last_committed_at) + "; set the clock right and restart";
  }
  if (!accept_stillness && now.ms > last_committed_at.ms + kStillMaxMs) {
    return "the clock says " + FormatUtc(now) +
           ", which is more than 400 days after the last entry of " + FormatUtc(last_committed_at) +
           "; set the clock right and restart; if it is right, restart with --accept-clock";
  }
  return std::nullopt;
}

}  // namespace enishi
