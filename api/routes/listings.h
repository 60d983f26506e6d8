#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "ledger/base/identifiers.h"
#include "ledger/service/ledger_service.h"

namespace enishi {

/// What is listed publicly and has no table of its own in that order: shops among all accounts, and
/// activities. Kept in memory as ids only, in order.
struct Listing {
  uint64_t log_size = 0;  // the size the lists were made at, or a smaller one
  std::vector<AccountId> shops;
  std::vector<Code> activities;
  uint64_t participants = 0;
};

/// Makes the lists by one scan, when the log has grown and the last scan is at least ten times as
/// long ago as it took: scans cost a tenth of one core at most, a small ledger's lists are fresh
/// and a large one's a few seconds old. For any number of threads; one of them scans.
class Listings {
 public:
  explicit Listings(const LedgerService& service) : service_(service) {}

  std::shared_ptr<const Listing> Get();

 private:
  static constexpr uint64_t kRestFactor = 10;

  [[nodiscard]] std::shared_ptr<const Listing> Scan() const;

  const LedgerService& service_;
  std::mutex scanning_;  // held by the thread that scans
  std::mutex mutex_;     // guards what follows
  std::shared_ptr<const Listing> current_;
  uint64_t next_scan_us_ = 0;  // on the monotonic clock
};

}  // namespace enishi
