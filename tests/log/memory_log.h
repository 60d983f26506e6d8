#pragma once

#include <deque>
#include <functional>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "ledger/log/failure_latch.h"
#include "ledger/log/log.h"

namespace enishi {

/// A log in memory that behaves as the disk does when all is well, and fails when a test says so.
class MemoryLog final : public Log {
 public:
  /// What the next appends do, in turn; without an order they append.
  enum class Order { kAppend, kUnknownAndKept, kUnknownAndLost };

  void Then(Order order) {
    const std::lock_guard<std::mutex> lock(mutex_);
    orders_.push_back(order);
  }
  /// Makes every read of an entry with that index or a later one fail from now on.
  void BreakReads(uint64_t from = 0) {
    const std::lock_guard<std::mutex> lock(mutex_);
    reads_broken_from_ = from;
  }
  void MendReads() { BreakReads(UINT64_MAX); }
  /// Makes the head unreadable from now on.
  void BreakHead() {
    const std::lock_guard<std::mutex> lock(mutex_);
    head_broken_ = true;
  }
  /// Changes an entry behind everyone's back.
  void Tamper(uint64_t index, const std::function<void(StoredEntry&)>& change) {
    const std::lock_guard<std::mutex> lock(mutex_);
    change(entries_.at(index));
  }
  [[nodiscard]] uint64_t appends() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return appends_;
  }

  Result<uint64_t, StorageFailure> BeginEpoch() override {
    const std::lock_guard<std::mutex> lock(mutex_);
    return ++epoch_;
  }
  AppendResult Append(uint64_t epoch, uint64_t expected_size,
                      std::span<const StoredEntry> entries) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (failure_.is_set() || epoch != epoch_ || expected_size != entries_.size()) {
      return AppendResult::kRefused;
    }
    ++appends_;
    Order order = Order::kAppend;
    if (!orders_.empty()) {
      order = orders_.front();
      orders_.pop_front();
    }
    if (order == Order::kAppend) {
      entries_.insert(entries_.end(), entries.begin(), entries.end());
      return AppendResult::kAppended;
    }
    if (order == Order::kUnknownAndKept) {
      hidden_.insert(hidden_.end(), entries.begin(), entries.end());
    }
    failure_.Set("the log: the disk did not answer");
    return AppendResult::kUnknown;
  }
  [[nodiscard]] uint64_t size() const override {
    const std::lock_guard<std::mutex> lock(mutex_);
    return entries_.size();
  }
  [[nodiscard]] Result<StoredEntry, StorageFailure> Read(uint64_t index) const override {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (index >= reads_broken_from_ || index >= entries_.size()) {
      return StorageFailure{"the log: cannot read"};
    }
    return entries_[index];
  }
  Result<Unit, StorageFailure> ReadRange(
      uint64_t first, uint64_t count,
      const std::function<bool(uint64_t, const StoredEntry&)>& visit) const override {
    for (uint64_t index = first; index < first + count; ++index) {
      const auto entry = Read(index);
      if (!entry) return entry.error();
      if (!visit(index, *entry)) break;
    }
    return Unit{};
  }
  Result<Unit, StorageFailure> StoreHead(const std::string& checkpoint) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (failure_.is_set()) return StorageFailure{failure_.text()};
    head_ = checkpoint;
    return Unit{};
  }
  [[nodiscard]] Result<std::string, StorageFailure> LastHead() const override {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (head_broken_) return StorageFailure{"the log: cannot read the last head"};
    return head_;
  }
  [[nodiscard]] std::string failure() const override { return failure_.text(); }

  /// The log as a new process would find it: what an unknown append kept is there after all.
  [[nodiscard]] std::vector<StoredEntry> AfterRestart() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    std::vector<StoredEntry> entries = entries_;
    entries.insert(entries.end(), hidden_.begin(), hidden_.end());
    return entries;
  }

 private:
  mutable std::mutex mutex_;
  FailureLatch failure_;
  std::deque<Order> orders_;
  std::vector<StoredEntry> entries_;
  std::vector<StoredEntry> hidden_;
  std::string head_;
  uint64_t epoch_ = 0;
  uint64_t appends_ = 0;
  uint64_t reads_broken_from_ = UINT64_MAX;
  bool head_broken_ = false;
};

}  // namespace enishi
