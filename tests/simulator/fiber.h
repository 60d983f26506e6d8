#pragma once

#include <ucontext.h>

#include <cstddef>
#include <functional>
#include <memory>

namespace enishi::simulator {

/// A function with its own stack that can be suspended anywhere and resumed later. One thread runs
/// several fibers in turn. An exception that leaves the function ends the process.
class Fiber {
 public:
  explicit Fiber(std::function<void()> work);
  /// The function must have ended or never have begun; otherwise its stack would not be unwound.
  ~Fiber();
  Fiber(const Fiber&) = delete;
  Fiber& operator=(const Fiber&) = delete;

  /// Runs the function until it suspends or ends. Call from outside of any fiber.
  void Resume();
  /// Suspends the running fiber until it is resumed. Call from inside.
  static void Suspend();
  /// The running fiber, or null outside.
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
  // For the address sanitizer: the state of the suspended stack.
  void* inside_fake_ = nullptr;
  void* outside_fake_ = nullptr;
  const void* outside_stack_ = nullptr;
  size_t outside_bytes_ = 0;
  bool begun_ = false;
  bool ended_ = false;
};

}  // namespace enishi::simulator
