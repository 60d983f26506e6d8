#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "ledger/base/calendar.h"

namespace enishi {

/// The machine's clock, watched. A ledger whose clock jumps would expire points or let caps begin
/// anew without anybody having waited; so writing stops instead, and a person looks.
class WallClock {
 public:
  /// How far the wall clock may run away from the monotonic one between two looks.
  static constexpr uint64_t kStepMaxMs = 5 * kSecondMs;
  /// How long a ledger may have been still before its start, for the clock to be believed.
  static constexpr uint64_t kStillMaxMs = 400 * kDayMs;

  struct Sources {
    std::function<Timestamp()> wall;         // the machine's when empty
    std::function<uint64_t()> monotonic_ms;  // the machine's when empty
  };
  explicit WallClock(Sources sources);

  /// Any thread.
  [[nodiscard]] Timestamp Now() const { return sources_.wall(); }
  /// Why the wall clock is not to be believed since the last look; nothing when it is. One thread.
  std::optional<std::string> FindStep();
  /// The same at a start, when only the last committed_at is known.
  /// `accept_stillness` lets any time after it pass, for a ledger that was idle for so long.
  static std::optional<std::string> FindJump(Timestamp now, Timestamp last_committed_at,
                                             bool accept_stillness = false);

 private:
  Sources sources_;
  uint64_t wall_ms_;
  uint64_t monotonic_ms_;
};

}  // namespace enishi
