#include "tests/simulator/simulation.h"

#include <algorithm>

#include "tests/simulator/world.h"

namespace enishi::simulator {
namespace {

// More rounds make it only a little shorter.
constexpr int kRunsToShrink = 3'000;

}  // namespace

Happened& Happened::operator+=(const Happened& other) {
  steps += other.steps;
  entries += other.entries;
  answers += other.answers;
  repeats += other.repeats;
  refusals += other.refusals;
  unavailable += other.unavailable;
  heads += other.heads;
  sweeps += other.sweeps;
  starts += other.starts;
  crashes += other.crashes;
  faults += other.faults;
  return *this;
}

Report RunSchedule(const Schedule& schedule, const RunOptions& options) {
  World world(schedule, options);
  Report report;
  world.trace().Say(schedule.simulated_clock ? "a simulated clock" : "a real clock",
                    schedule.from_nothing ? ", a town to be founded" : "");
  const size_t count = schedule.steps.size();
  while (report.violated_at < count && !world.verdict().violation()) {
    const Step& step = schedule.steps[report.violated_at];
    world.trace().Say(report.violated_at, " ", NameOf(step.actor));
    world.Take(step);
    if (!world.verdict().violation()) ++report.violated_at;
  }
  if (!world.verdict().violation()) world.End();
  report.violation = world.verdict().violation();
  report.happened = world.happened();
  if (report.violation) {
    world.trace().Say("violated: ", NameOf(report.violation->check), ": ", report.violation->text);
  }
  report.trace = world.trace().lines();
  return report;
}

Schedule Shrink(const Schedule& schedule, const RunOptions& options, Check check) {
  const RunOptions quiet{.bug = options.bug};
  int runs = 0;
  const auto fails = [&](const Schedule& tried) {
    ++runs;
    const Report report = RunSchedule(tried, quiet);
    return report.violation && report.violation->check == check;
  };
  Schedule least = schedule;
  least.steps.resize(std::min(least.steps.size(), RunSchedule(least, quiet).violated_at + 1));
  for (size_t chunk = (least.steps.size() + 1) / 2; chunk > 0 && runs < kRunsToShrink;) {
    bool shrunk = false;
    for (size_t end = least.steps.size(); end > 0 && runs < kRunsToShrink;) {
      const size_t begin = end - std::min(end, chunk);
      Schedule tried = least;
      tried.steps.erase(tried.steps.begin() + static_cast<std::ptrdiff_t>(begin),
                        tried.steps.begin() + static_cast<std::ptrdiff_t>(end));
      if (fails(tried)) {
        least = std::move(tried);
        shrunk = true;
      }
      end = std::min(begin, least.steps.size());
    }
    if (!shrunk || chunk > 1) chunk = chunk == 1 ? 0 : chunk / 2;
  }
  return least;
}

}  // namespace enishi::simulator
