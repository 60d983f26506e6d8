#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tests/simulator/check.h"
#include "tests/simulator/injected_bug.h"
#include "tests/simulator/schedule.h"

namespace enishi::simulator {

/// Counts of the events in a run, to see that it tested something.
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
  size_t violated_at = 0;  // index of the step; the number of steps if it was after the last
  std::vector<std::string> trace;  // empty unless requested
  Happened happened;
};

struct RunOptions {
  Bug bug = Bug::kNone;
  bool trace = false;
};

/// Runs the schedule from the initial town. Then the clients retry until everything is answered,
/// and the service starts once more. Stops at the first violation. The same arguments give the same
/// report.
Report RunSchedule(const Schedule& schedule, const RunOptions& options);

/// Removes the steps that are not needed for a violation of the same check.
Schedule Shrink(const Schedule& schedule, const RunOptions& options, Check check);

}  // namespace enishi::simulator
