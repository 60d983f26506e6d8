#pragma once

#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace enishi {

/// Leaves on their way from the commit to the tree, so that the checkpointer need not read them
/// back from the log: that cost as much as hashing them. Bounded; what is lost here is read there.
/// One thread adds, one takes.
class FreshLeaves {
 public:
  static constexpr size_t kBytesMax = size_t{64} << 20;

  /// The leaf of the entry with that index. Indices rise by one, or everything begins anew.
  void Add(uint64_t index, std::string leaf) {
    const std::lock_guard lock(mutex_);
    if (index != first_ + leaves_.size() || bytes_ + leaf.size() > kBytesMax) {
      leaves_.clear();
      bytes_ = 0;
      first_ = index;
    }
    bytes_ += leaf.size();
    leaves_.push_back(std::move(leaf));
  }

  /// Gives away the leaves `first` to `first + count - 1` and forgets all before; nothing where
  /// they are not all here.
  std::vector<std::string> Take(uint64_t first, uint64_t count) {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> taken;
    if (first < first_ || first + count > first_ + leaves_.size()) return taken;
    while (first_ < first) Drop();
    taken.reserve(count);
    while (first_ < first + count) {
      taken.push_back(leaves_.front());
      Drop();
    }
    return taken;
  }

 private:
  void Drop() {
    bytes_ -= leaves_.front().size();
    leaves_.pop_front();
    ++first_;
  }

  std::mutex mutex_;
  uint64_t first_ = 0;
  size_t bytes_ = 0;
  std::deque<std::string> leaves_;
};

}  // namespace enishi
