#include "tests/simulator/fiber.h"

#include <utility>

#include "ledger/base/result.h"

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/common_interface_defs.h>
#endif

namespace enishi::simulator {
namespace {

// Without optimisation the rules need about a tenth of it.
constexpr size_t kStackBytes = size_t{512} << 10;

Fiber* running = nullptr;

// Tell the address sanitizer about each change of stacks. They do nothing without it.
void BeforeSwitch([[maybe_unused]] void** fake, [[maybe_unused]] const void* stack,
                  [[maybe_unused]] size_t bytes) {
#if defined(__SANITIZE_ADDRESS__)
  __sanitizer_start_switch_fiber(fake, stack, bytes);
#endif
}

void AfterSwitch([[maybe_unused]] void* fake, [[maybe_unused]] const void** stack,
                 [[maybe_unused]] size_t* bytes) {
#if defined(__SANITIZE_ADDRESS__)
  __sanitizer_finish_switch_fiber(fake, stack, bytes);
#endif
}

}  // namespace

Fiber::Fiber(std::function<void()> work)
    : work_(std::move(work)), stack_(new std::byte[kStackBytes]) {
  CHECK(getcontext(&inside_) == 0);
  inside_.uc_stack.ss_sp = stack_.get();
  inside_.uc_stack.ss_size = kStackBytes;
  inside_.uc_link = nullptr;
  makecontext(&inside_, &Fiber::Begin, 0);
}

Fiber::~Fiber() { CHECK(!begun_ || ended_); }

Fiber* Fiber::current() { return running; }

void Fiber::Resume() {
  CHECK(running == nullptr && !ended_);
  running = this;
  begun_ = true;
  BeforeSwitch(&outside_fake_, stack_.get(), kStackBytes);
  CHECK(swapcontext(&outside_, &inside_) == 0);
  AfterSwitch(outside_fake_, nullptr, nullptr);
  running = nullptr;
}

void Fiber::Suspend() {
  CHECK(running != nullptr);
  running->Leave();
}

void Fiber::Leave() {
  // The sanitizer releases what it kept for a stack that ends.
  BeforeSwitch(ended_ ? nullptr : &inside_fake_, outside_stack_, outside_bytes_);
  CHECK(swapcontext(&inside_, &outside_) == 0);
  Enter();
}

void Fiber::Enter() { AfterSwitch(inside_fake_, &outside_stack_, &outside_bytes_); }

void Fiber::Begin() {
  Fiber* const self = running;
  self->Enter();
  self->work_();
  self->ended_ = true;
  self->Leave();
}

}  // namespace enishi::simulator
