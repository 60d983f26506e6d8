#include <gtest/gtest.h>

#include "tests/simulator/simulation.h"

namespace enishi::simulator {
namespace {

TEST(Simulator, Holds) {
  for (uint64_t seed = 1; seed <= 200; ++seed) {
    const Report report = RunSchedule(MakeSchedule(seed), {});
    ASSERT_FALSE(report.violation.has_value()) << "seed " << seed << ": " << report.violation->text;
  }
}

}  // namespace
}  // namespace enishi::simulator
