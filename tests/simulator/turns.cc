#include "tests/simulator/turns.h"

#include <utility>

namespace enishi::simulator {
namespace {

// Thrown through the code of an actor whose process dies, to unwind its stack. Nothing up to Actor
// catches it, and stores accept nothing after it.
struct Death {};

}  // namespace

std::unique_ptr<Fiber> Turns::Actor(std::function<void()> work) {
  return std::make_unique<Fiber>([work = std::move(work)] {
    try {
      work();
    } catch (const Death&) {
      // The work has ended.
    }
  });
}

void Turns::Take(Fiber& actor, uint64_t looks) {
  if (actor.has_ended()) return;
  looks_ = looks;
  actor.Resume();
}

void Turns::Kill(Fiber& actor) {
  if (!actor.has_begun() || actor.has_ended()) return;
  killing_ = true;
  actor.Resume();
  killing_ = false;
}

void Turns::At(Point point) {
  if (Fiber::current() == nullptr) return;
  if (point == Point::kLook && looks_ > 0) {
    --looks_;
    return;
  }
  Fiber::Suspend();
  if (killing_) throw Death{};
}

}  // namespace enishi::simulator
