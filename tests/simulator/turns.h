#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "tests/simulator/fiber.h"

namespace enishi::simulator {

/// Where a turn may end. Looks are so many that most turns pass over them.
enum class Point { kLook, kEffect };
inline constexpr uint64_t kAllLooks = ~uint64_t{0};

/// Lets actors run one after another, each to the next point at which a thread could be interrupted
/// or a process could die: before and after each operation on a store, and wherever it waits. An
/// actor that is called outside of its turn, as checks do, runs through all points.
class Turns {
 public:
  /// An actor that goes on with `work` in each of its turns.
  std::unique_ptr<Fiber> Actor(std::function<void()> work);
  /// Lets the actor go on, past that many looks, to the next point. Nothing when it has ended.
  void Take(Fiber& actor, uint64_t looks);
  /// The actor's process dies: nothing it would still do happens.
  void Kill(Fiber& actor);

  /// Called by what actors run: here a turn may end.
  void At(Point point);

 private:
  bool killing_ = false;
  uint64_t looks_ = 0;
};

}  // namespace enishi::simulator
