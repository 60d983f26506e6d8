#include "tests/simulator/schedule.h"

#include <array>
#include <numeric>

#include "tests/simulator/random.h"

namespace enishi::simulator {
namespace {

struct Weight {
  std::string_view name;
  uint64_t weight;
};

// In the order of Actor. Of a few hundred turns only a handful are crashes and faults; with more,
// too little would happen between them.
constexpr std::array<Weight, kActors> kWeights = {{{"client", 270},
                                                   {"decider", 190},
                                                   {"committer", 330},
                                                   {"checkpointer", 110},
                                                   {"sweeper", 40},
                                                   {"clock", 30},
                                                   {"disk", 5},
                                                   {"operator", 25},
                                                   {"crash", 6}}};
constexpr uint64_t kStepsMin = 150;
constexpr uint64_t kStepsMore = 300;

}  // namespace

std::string_view NameOf(Actor actor) { return kWeights[static_cast<size_t>(actor)].name; }

Schedule MakeSchedule(uint64_t seed) {
  Random random(seed);
  Schedule schedule;
  schedule.simulated_clock = random.Chance(25);
  schedule.from_nothing = random.Chance(10);
  schedule.steps.resize(kStepsMin + random.Below(kStepsMore));
  const uint64_t all =
      std::accumulate(kWeights.begin(), kWeights.end(), uint64_t{0},
                      [](uint64_t sum, const Weight& one) { return sum + one.weight; });
  for (Step& step : schedule.steps) {
    uint64_t left = random.Below(all);
    size_t actor = 0;
    while (left >= kWeights[actor].weight) left -= kWeights[actor++].weight;
    step = {static_cast<Actor>(actor), random.Next()};
  }
  return schedule;
}

}  // namespace enishi::simulator
