#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace enishi::simulator {

/// Who has a turn.
enum class Actor {
  kClient,
  kDecider,       // the sequencer's thread that takes instructions through the rules
  kCommitter,     // the one that appends, writes the state and answers
  kCheckpointer,  //
  kSweeper,       //
  kClock,         // time passes, or the wall clock jumps
  kDisk,          // the next operation of some kind will fail
  kOperator,      // starts the service again that has stopped writing
  kCrash,         // the process dies, with the power or without
};
inline constexpr size_t kActors = 9;
std::string_view NameOf(Actor actor);

/// One turn. What is chosen in it follows from `dice` and from what happened before, so that turns
/// can be left out of a schedule and the others still mean something.
struct Step {
  Actor actor = Actor::kClient;
  uint64_t dice = 0;
  bool operator==(const Step&) const = default;
};

/// What a run does: on which clock, in a town that stands or that is yet to be founded, and turn by
/// turn. A turn of somebody who has nothing to do is
/// no error.
struct Schedule {
  bool simulated_clock = false;
  bool from_nothing = false;
  std::vector<Step> steps;
  bool operator==(const Schedule&) const = default;
};

/// The same seed gives the same schedule.
Schedule MakeSchedule(uint64_t seed);

}  // namespace enishi::simulator
