#pragma once

#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace enishi {

/// A bounded queue of leaves from the commit to the tree, so that the checkpointer does not read
/// them back from the log, which costs as much as hashing them. It reads dropped leaves from the
/// log. One thread adds, one takes.
class FreshLeaves {
 public:
  static constexpr size_t kBytesMax = size_t{64} << 20;

  /// Adds the leaf of that entry. If the index does not follow the last one, drops all leaves
  /// first.
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

  /// Moves out the leaves `first` to `first + count - 1` and drops all before them. Returns nothing
  /// unless all are here.
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
