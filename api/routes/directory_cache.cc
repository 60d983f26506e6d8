#include "api/routes/directory_cache.h"

#include <tuple>
#include <utility>

#include "ledger/base/clock.h"

namespace enishi {
std::shared_ptr<const Directory> DirectoryCache::Get() {
  auto [current, fresh] = Cached();
  if (fresh) return current;
  // The first caller has nothing to return and waits; later ones get the last directory.
  std::unique_lock scanning(scanning_, std::defer_lock);
  if (!current) {
    scanning.lock();
  } else if (!scanning.try_lock()) {
    return current;
  }
  std::tie(current, fresh) = Cached();
  return fresh ? current : Scan();
}

std::pair<std::shared_ptr<const Directory>, bool> DirectoryCache::Cached() {
  const uint64_t log_size = service_.counters().log_size;
  const std::lock_guard lock(mutex_);
  const bool fresh = current_ && (log_size_ == log_size || MonotonicUs() < next_scan_us_);
  return {current_, fresh};
}

std::shared_ptr<const Directory> DirectoryCache::Scan() {
  const uint64_t began_us = MonotonicUs();
  // Read before the rows: rows newer than this size do no harm.
  const uint64_t log_size = service_.counters().log_size;
  auto scanned = std::make_shared<Directory>();
  service_.Read([&](const View& view) { *scanned = ScanDirectory(view); });
  const uint64_t ended_us = MonotonicUs();
  const std::lock_guard lock(mutex_);
  current_ = scanned;
  log_size_ = log_size;
  next_scan_us_ = ended_us + kRestFactor * (ended_us - began_us);
  return scanned;
}

}  // namespace enishi
