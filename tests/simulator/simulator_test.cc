#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

#include "tests/rules/spec_table.h"
#include "tests/simulator/simulation.h"

namespace enishi::simulator {
namespace {

constexpr uint64_t kSchedules = 300;
constexpr uint64_t kSchedulesToFindABug = 1'500;
// What a person can still follow.
constexpr size_t kStepsShrunkMax = 60;

std::string Lines(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

// What to do with a seed is in specs/reliability.md.
std::string Explain(uint64_t seed, const Violation& violation) {
  const Schedule least = Shrink(MakeSchedule(seed), {}, violation.check);
  return "enishi-simulate --seed " + std::to_string(seed) + ": " +
         std::string(NameOf(violation.check)) + ": " + violation.text + "\n" +
         Lines(RunSchedule(least, {.trace = true}).trace);
}

TEST(Simulator, FindsNothingInTheService) {
  Happened happened;
  for (uint64_t seed = 1; seed <= kSchedules; ++seed) {
    const Report report = RunSchedule(MakeSchedule(seed), {});
    ASSERT_FALSE(report.violation.has_value()) << Explain(seed, *report.violation);
    happened += report.happened;
  }
  // Runs in which little happens, or everything goes well, would show little.
  EXPECT_GT(happened.entries, 10 * kSchedules);
  EXPECT_GT(happened.repeats, 5 * kSchedules);
  EXPECT_GT(happened.refusals, 5 * kSchedules);
  EXPECT_GT(happened.unavailable, kSchedules);
  EXPECT_GT(happened.crashes, 3 * kSchedules);
  EXPECT_GT(happened.faults, kSchedules);
  EXPECT_GT(happened.sweeps, kSchedules / 10);
  EXPECT_GT(happened.heads, kSchedules);
}

TEST(Simulator, TellsTheSameStoryForTheSameSeed) {
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    ASSERT_EQ(MakeSchedule(seed), MakeSchedule(seed));
    const Report first = RunSchedule(MakeSchedule(seed), {.trace = true});
    const Report second = RunSchedule(MakeSchedule(seed), {.trace = true});
    ASSERT_EQ(Lines(first.trace), Lines(second.trace));
    ASSERT_FALSE(first.trace.empty());
    ASSERT_NE(MakeSchedule(seed), MakeSchedule(seed + 1));
  }
}

TEST(Simulator, HasTheChecksAndPlantedBugsThatAreWrittenDown) {
  std::vector<std::string> checks;
  std::vector<std::vector<std::string>> bugs;
  for (size_t i = 0; i < kChecks; ++i) {
    checks.emplace_back(NameOf(static_cast<Check>(i)));
  }
  for (const PlantedBug& bug : kPlantedBugs) {
    bugs.push_back(
        {std::string(bug.name), std::string(bug.what), std::string(NameOf(bug.found_by))});
  }
  // The page has tables of other things, too.
  std::vector<std::string> checks_written;
  std::vector<std::vector<std::string>> bugs_written;
  for (const auto& row : testing::TableOfSpec("reliability.md")) {
    if (row.size() == 2 && std::find(checks.begin(), checks.end(), row[0]) != checks.end()) {
      checks_written.push_back(row[0]);
    } else if (row.size() == 3 && std::find(checks.begin(), checks.end(), row[2]) != checks.end()) {
      bugs_written.push_back(row);
    }
  }
  EXPECT_EQ(checks_written, checks);
  EXPECT_EQ(bugs_written, bugs);
}

class PlantedBugs : public ::testing::TestWithParam<PlantedBug> {};

TEST_P(PlantedBugs, AreFoundByTheirCheckReplayedAndShrunk) {
  const PlantedBug& bug = GetParam();
  const RunOptions options{.plant = bug.plant};
  uint64_t seed = 1;
  Schedule schedule;
  const auto is_found = [&](const Report& report) {
    return report.violation && report.violation->check == bug.found_by;
  };
  for (; seed <= kSchedulesToFindABug; ++seed) {
    schedule = MakeSchedule(seed);
    if (is_found(RunSchedule(schedule, options))) break;
  }
  ASSERT_LE(seed, kSchedulesToFindABug) << "nothing found: " << bug.what;
  const Schedule least = Shrink(schedule, options, bug.found_by);
  const Report report = RunSchedule(least, {.plant = bug.plant, .trace = true});
  EXPECT_TRUE(is_found(report));
  EXPECT_LE(least.steps.size(), kStepsShrunkMax);
  EXPECT_LT(least.steps.size(), schedule.steps.size());
  // It is the bug that was found: without it the same steps are as they should be.
  EXPECT_FALSE(RunSchedule(least, {}).violation.has_value());
  EXPECT_FALSE(RunSchedule(schedule, {}).violation.has_value());
  std::cout << bug.name << ": seed " << seed << ", " << least.steps.size() << " of "
            << schedule.steps.size() << " steps, " << report.violation->text << "\n";
}

INSTANTIATE_TEST_SUITE_P(All, PlantedBugs, ::testing::ValuesIn(kPlantedBugs), [](const auto& at) {
  std::string name(at.param.name);
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

}  // namespace
}  // namespace enishi::simulator
