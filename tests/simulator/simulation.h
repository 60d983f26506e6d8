#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tests/simulator/check.h"
#include "tests/simulator/plant.h"
#include "tests/simulator/schedule.h"

namespace enishi::simulator {

/// How much happened, to see that runs are about something.
struct Happened {
  uint64_t steps = 0;
  uint64_t entries = 0;
  uint64_t answers = 0;
  uint64_t repeats = 0;
  uint64_t refusals = 0;
  uint64_t unavailable = 0;
  uint64_t heads = 0;
  uint64_t sweeps = 0;
  uint64_t starts = 0;
  uint64_t crashes = 0;
  uint64_t faults = 0;
  Happened& operator+=(const Happened& other);
};

struct Report {
  std::optional<Violation> violation;
  size_t violated_at = 0;          // the step; as many as there are when it was after all of them
  std::vector<std::string> trace;  // empty unless it was asked for
  Happened happened;
};

struct RunOptions {
  Plant plant = Plant::kNone;
  bool trace = false;
};

/// Runs the schedule from the town's beginning, then lets the clients insist until everything is
/// answered, and starts once more. Stops at the first violation. The same arguments give the same
/// report.
Report RunSchedule(const Schedule& schedule, const RunOptions& options);

/// Leaves out of the schedule what is not needed for a violation of the same check.
Schedule Shrink(const Schedule& schedule, const RunOptions& options, Check check);

}  // namespace enishi::simulator
