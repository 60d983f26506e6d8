#pragma once

#include <ucontext.h>

#include <cstddef>
#include <functional>
#include <memory>

namespace enishi::simulator {

/// A piece of work with a stack of its own, which can be left anywhere and gone on with later: one
/// of several "threads" that one thread runs, each for as long as it is told. What leaves the work
/// by an exception stops the process.
class Fiber {
 public:
  explicit Fiber(std::function<void()> work);
  /// It must have ended, or never have begun: what is on its stack would never be released.
  ~Fiber();
  Fiber(const Fiber&) = delete;
  Fiber& operator=(const Fiber&) = delete;

  /// Goes on with the work until it suspends or ends. From outside of any fiber.
  void Resume();
  /// Leaves the fiber that runs, until it is resumed. From inside.
  static void Suspend();
  /// The one that runs; null outside.
  static Fiber* current();

  [[nodiscard]] bool has_begun() const { return begun_; }
  [[nodiscard]] bool has_ended() const { return ended_; }

 private:
  static void Begin();
  void Enter();
  void Leave();

  std::function<void()> work_;
  std::unique_ptr<std::byte[]> stack_;
  ucontext_t inside_{};
  ucontext_t outside_{};
  // What the address sanitizer wants to know of the stack that is left.
  void* inside_fake_ = nullptr;
  void* outside_fake_ = nullptr;
  const void* outside_stack_ = nullptr;
  size_t outside_bytes_ = 0;
  bool begun_ = false;
  bool ended_ = false;
};

}  // namespace enishi::simulator
