#pragma once

#include <optional>
#include <string>

#include "ledger/log/head_store.h"

namespace enishi {

/// The last head in memory, whose writes fail when a test says so. For one thread at a time.
class MemoryHead final : public HeadStore {
 public:
  /// Makes every write fail from now on.
  void BreakWrites() { writes_broken_ = true; }

  Result<Unit, StorageFailure> Store(const std::string& checkpoint) override {
    if (writes_broken_) return StorageFailure{"the file of the last head: the disk is full"};
    text_ = checkpoint;
    return Unit{};
  }
  [[nodiscard]] Result<std::optional<std::string>, StorageFailure> Last() const override {
    return text_;
  }

 private:
  std::optional<std::string> text_;
  bool writes_broken_ = false;
};

}  // namespace enishi
