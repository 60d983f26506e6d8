#pragma once

#include <algorithm>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace enishi::soak {

/// Problems found so far, for people; each text once, and only a few. Thread-safe.
class Problems {
 public:
  void Add(std::string what) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (texts_.size() == kMax || std::find(texts_.begin(), texts_.end(), what) != texts_.end()) {
      return;
    }
    texts_.push_back(std::move(what));
  }
  [[nodiscard]] std::vector<std::string> texts() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return texts_;
  }

 private:
  static constexpr size_t kMax = 20;
  mutable std::mutex mutex_;
  std::vector<std::string> texts_;
};

}  // namespace enishi::soak
