#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "ledger/base/result.h"

namespace enishi {

/// One entry as it is kept: the leaf that the tree commits to, the encoded outcome that the leaf
/// names by its hash, and the links of its holdings (rules/outcome.h).
struct StoredEntry {
  std::string leaf;
  std::string outcome;
  std::vector<uint64_t> links;
};

enum class AppendResult {
  kAppended,  // all entries are durable
  kRefused,   // nothing was written: another epoch, or the log has another size
  kUnknown,   // perhaps written; open the log again and read its size
};

/// The interface of a log engine: append at an index, read, size; and the last signed head, so that
/// a start can refuse a log that is behind it. One thread appends and one stores heads; any thread
/// reads.
class Log {
 public:
  Log() = default;
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;
  virtual ~Log() = default;

  /// Begins a new epoch for one writer, durable on return. Appends that name an earlier epoch are
  /// refused from now on.
  virtual Result<uint64_t, StorageFailure> BeginEpoch() = 0;
  /// Appends after `expected_size` entries, all or none, synced to the disk before it returns
  /// kAppended. `epoch` is the writer's, from BeginEpoch. After kUnknown, and after any other
  /// failure to write, the log refuses everything until it is opened again.
  virtual AppendResult Append(uint64_t epoch, uint64_t expected_size,
                              std::span<const StoredEntry> entries) = 0;
  [[nodiscard]] virtual uint64_t size() const = 0;
  [[nodiscard]] virtual Result<StoredEntry, StorageFailure> Read(uint64_t index) const = 0;
  /// Visits `count` entries from `first` in order; the visitor returns false to stop.
  virtual Result<Unit, StorageFailure> ReadRange(
      uint64_t first, uint64_t count,
      const std::function<bool(uint64_t, const StoredEntry&)>& visit) const = 0;

  /// Keeps the text of the newest signed head, synced before it returns.
  virtual Result<Unit, StorageFailure> StoreHead(const std::string& checkpoint) = 0;
  /// The text last stored; empty if there is none.
  [[nodiscard]] virtual Result<std::string, StorageFailure> LastHead() const = 0;
  /// Why the log refuses writes, for people; empty while it takes them. Any thread.
  [[nodiscard]] virtual std::string failure() const = 0;
};

}  // namespace enishi
