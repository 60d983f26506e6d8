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
// Short enough to be understood by a person.
constexpr size_t kStepsShrunkMax = 60;

std::string Lines(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

// specs/reliability.md says how to use a seed.
std::string Explain(uint64_t seed, const Violation& violation) {
  const Schedule least = Shrink(MakeSchedule(seed), {}, violation.check);
  return "enishi-simulate --seed " + std::to_string(seed) + ": " +
         std::string(NameOf(violation.check)) + ": " + violation.text + "\n" +
         Lines(RunSchedule(least, {.trace = true}).trace);
}

TEST(Simulator, FindsNoViolationInTheService) {
  Happened happened;
  for (uint64_t seed = 1; seed <= kSchedules; ++seed) {
    const Report report = RunSchedule(MakeSchedule(seed), {});
    ASSERT_FALSE(report.violation.has_value()) << Explain(seed, *report.violation);
    happened += report.happened;
  }
  // The runs must contain enough events and failures to be meaningful.
  EXPECT_GT(happened.entries, 10 * kSchedules);
  EXPECT_GT(happened.repeats, 5 * kSchedules);
  EXPECT_GT(happened.refusals, 5 * kSchedules);
  EXPECT_GT(happened.unavailable, kSchedules);
  EXPECT_GT(happened.crashes, 3 * kSchedules);
  EXPECT_GT(happened.faults, kSchedules);
  EXPECT_GT(happened.sweeps, kSchedules / 10);
  EXPECT_GT(happened.heads, kSchedules);
}

TEST(Simulator, SameSeedGivesTheSameTrace) {
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    ASSERT_EQ(MakeSchedule(seed), MakeSchedule(seed));
    const Report first = RunSchedule(MakeSchedule(seed), {.trace = true});
    const Report second = RunSchedule(MakeSchedule(seed), {.trace = true});
    ASSERT_EQ(Lines(first.trace), Lines(second.trace));
    ASSERT_FALSE(first.trace.empty());
    ASSERT_NE(MakeSchedule(seed), MakeSchedule(seed + 1));
  }
}

TEST(Simulator, ChecksAndInjectedBugsAreThoseOfTheSpecification) {
  std::vector<std::string> checks;
  std::vector<std::vector<std::string>> bugs;
  for (size_t i = 0; i < kChecks; ++i) {
    checks.emplace_back(NameOf(static_cast<Check>(i)));
  }
  for (const InjectedBug& bug : kInjectedBugs) {
    bugs.push_back(
        {std::string(bug.name), std::string(bug.what), std::string(NameOf(bug.found_by))});
  }
  // The page also has other tables.
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

class InjectedBugs : public ::testing::TestWithParam<InjectedBug> {};

TEST_P(InjectedBugs, AreFoundByTheirCheckReplayedAndShrunk) {
  const InjectedBug& bug = GetParam();
  const RunOptions options{.bug = bug.bug};
  uint64_t seed = 1;
  Schedule schedule;
  const auto is_found = [&](const Report& report) {
    return report.violation && report.violation->check == bug.found_by;
  };
  for (; seed <= kSchedulesToFindABug; ++seed) {
    schedule = MakeSchedule(seed);
    if (is_found(RunSchedule(schedule, options))) break;
  }
  ASSERT_LE(seed, kSchedulesToFindABug) << "not found: " << bug.what;
  const Schedule least = Shrink(schedule, options, bug.found_by);
  const Report report = RunSchedule(least, {.bug = bug.bug, .trace = true});
  EXPECT_TRUE(is_found(report));
  EXPECT_LE(least.steps.size(), kStepsShrunkMax);
  EXPECT_LT(least.steps.size(), schedule.steps.size());
  // The violation comes from the bug: without it the same steps pass.
  EXPECT_FALSE(RunSchedule(least, {}).violation.has_value());
  EXPECT_FALSE(RunSchedule(schedule, {}).violation.has_value());
  std::cout << bug.name << ": seed " << seed << ", " << least.steps.size() << " of "
            << schedule.steps.size() << " steps, " << report.violation->text << "\n";
}

INSTANTIATE_TEST_SUITE_P(All, InjectedBugs, ::testing::ValuesIn(kInjectedBugs), [](const auto& at) {
  std::string name(at.param.name);
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

}  // namespace
}  // namespace enishi::simulator
