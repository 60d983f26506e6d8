#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "tests/simulator/fiber.h"

namespace enishi::simulator {

/// Where a turn may end. Reads are so frequent that most turns pass over them.
enum class Point { kLook, kEffect };
inline constexpr uint64_t kAllLooks = ~uint64_t{0};

/// Runs actors one after another, each up to the next point at which a thread could be interrupted
/// or a process could die: before and after each operation on a store, and wherever it waits. An
/// actor called outside of its turn, as checks do, runs through all points.
class Turns {
 public:
  /// An actor that continues with `work` in each of its turns.
  std::unique_ptr<Fiber> Actor(std::function<void()> work);
  /// Lets the actor run past that many reads to the next point. Does nothing if the actor has
  /// ended.
  void Take(Fiber& actor, uint64_t looks);
  /// Ends the actor as the death of its process would: the rest of its work does not happen.
  void Kill(Fiber& actor);

  /// Called by the actors' code: a turn may end here.
  void At(Point point);

 private:
  bool killing_ = false;
  uint64_t looks_ = 0;
};

}  // namespace enishi::simulator
