#pragma once

#include <cstdint>
#include <vector>

namespace enishi::simulator {

/// A deterministic random number generator (SplitMix64), the same on every machine.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}

  uint64_t Next() {
    state_ += 0x9e3779b97f4a7c15;
    uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
    return mixed ^ (mixed >> 31);
  }
  /// Returns a number below `count`, which must not be zero.
  uint64_t Below(uint64_t count) { return Next() % count; }
  bool Chance(uint64_t percent) { return Below(100) < percent; }
  template <class T>
  const T& Any(const std::vector<T>& things) {
    return things[Below(things.size())];
  }

 private:
  uint64_t state_;
};

}  // namespace enishi::simulator
