#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <utility>

namespace enishi {

/// Keeps the first failure. Later ones, mostly consequences of the first, are counted only. Any
/// thread.
class FailureLatch {
 public:
  /// The text is for people and must not be empty.
  void Set(std::string text) {
    times_.fetch_add(1, std::memory_order_acq_rel);
    const std::lock_guard<std::mutex> lock(mutex_);
    if (is_set_.load(std::memory_order_relaxed)) return;
    text_ = std::move(text);
    is_set_.store(true, std::memory_order_release);
  }

  [[nodiscard]] bool is_set() const { return is_set_.load(std::memory_order_acquire); }

  /// How often Set was called, so that a caller who compares the number before and after an
  /// operation detects a failure that was not the first.
  [[nodiscard]] uint64_t times() const { return times_.load(std::memory_order_acquire); }

  /// Empty while nothing has failed.
  [[nodiscard]] std::string text() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return text_;
  }

 private:
  mutable std::mutex mutex_;
  std::atomic<bool> is_set_ = false;
  std::atomic<uint64_t> times_ = 0;
  std::string text_;
};

}  // namespace enishi
