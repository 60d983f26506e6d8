#pragma once

#include <optional>
#include <string>

#include "ledger/log/log.h"

namespace enishi {

/// Keeps the newest signed head apart from the entries it covers, so that a start detects a log
/// that lost its tail and the head in it. One thread stores; reads before it starts.
class HeadStore {
 public:
  HeadStore() = default;
  HeadStore(const HeadStore&) = delete;
  HeadStore& operator=(const HeadStore&) = delete;
  virtual ~HeadStore() = default;

  /// Keeps the text of the newest signed head; an empty one says that there is no head yet. It is
  /// durable when this returns. After a failure or a crash either the old or the new one is there.
  virtual Result<Unit, StorageFailure> Store(const std::string& checkpoint) = 0;
  /// The text last stored, or nullopt if Store was never called.
  [[nodiscard]] virtual Result<std::optional<std::string>, StorageFailure> Last() const = 0;
};

}  // namespace enishi
