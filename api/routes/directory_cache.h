#pragma once

#include <cstdint>
#include <memory>
#include <mutex>

#include "ledger/query/directory.h"
#include "ledger/service/ledger_service.h"

namespace enishi {

/// Caches the directory. It is scanned again once the log has grown and at least ten times as long
/// as the last scan took has passed, so that scans use a tenth of one core at most: the lists of a
/// small ledger are always fresh, those of a large one a few seconds old. Any thread; one scans at
/// a time.
class DirectoryCache {
 public:
  explicit DirectoryCache(const LedgerService& service) : service_(service) {}

  /// Waits for a scan only if there has been none yet.
  std::shared_ptr<const Directory> Get();

 private:
  static constexpr uint64_t kRestFactor = 10;

  // Returns the cached directory and whether it is fresh.
  std::pair<std::shared_ptr<const Directory>, bool> Cached();
  std::shared_ptr<const Directory> Scan();

  const LedgerService& service_;
  std::mutex scanning_;  // held by the thread that scans
  std::mutex mutex_;     // guards what follows
  std::shared_ptr<const Directory> current_;
  uint64_t log_size_ = 0;      // the size of the log before the last scan
  uint64_t next_scan_us_ = 0;  // on the monotonic clock
};

}  // namespace enishi
