#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace enishi::simulator {

/// The actor of a turn.
enum class Actor {
  kClient,
  kDecider,    // the thread that applies the rules to instructions
  kCommitter,  // the thread that appends, writes the state and answers
  kCheckpointer,
  kSweeper,
  kClock,     // time passes, or the wall clock jumps
  kDisk,      // makes the next operation of some kind fail
  kOperator,  // restarts a service that has become read-only
  kCrash,     // the process dies, with or without a power cut
};
inline constexpr size_t kActors = 9;
std::string_view NameOf(Actor actor);

/// One turn. Its choices depend on `random` and on what happened before, so that turns can be
/// removed from a schedule and the others still make sense.
struct Step {
  Actor actor = Actor::kClient;
  uint64_t random = 0;
  bool operator==(const Step&) const = default;
};

/// A run: its clock, whether its town is founded already, and its turns. An actor without work
/// skips its turn.
struct Schedule {
  bool simulated_clock = false;
  bool from_nothing = false;
  std::vector<Step> steps;
  bool operator==(const Schedule&) const = default;
};

/// The same seed gives the same schedule.
Schedule MakeSchedule(uint64_t seed);

}  // namespace enishi::simulator
