#include "api/routes/listings.h"

#include <utility>

#include "ledger/base/clock.h"
#include "ledger/rules/state/rows.h"

namespace enishi {

std::shared_ptr<const Listing> Listings::Get() {
  const auto newest = [&]() -> std::pair<std::shared_ptr<const Listing>, bool> {
    const uint64_t log_size = service_.counters().log_size;
    const std::lock_guard lock(mutex_);
    const bool fresh =
        current_ && (current_->log_size == log_size || MonotonicUs() < next_scan_us_);
    return {current_, fresh};
  };
  auto [current, fresh] = newest();
  if (fresh) return current;
  // The first caller has nothing to show meanwhile and waits; later ones show the last lists.
  std::unique_lock scanning(scanning_, std::defer_lock);
  if (!current) {
    scanning.lock();
  } else if (!scanning.try_lock()) {
    return current;
  }
  std::tie(current, fresh) = newest();
  if (fresh) return current;
  const uint64_t began_us = MonotonicUs();
  auto scanned = Scan();
  const uint64_t ended_us = MonotonicUs();
  const std::lock_guard lock(mutex_);
  current_ = scanned;
  next_scan_us_ = ended_us + kRestFactor * (ended_us - began_us);
  return scanned;
}

std::shared_ptr<const Listing> Listings::Scan() const {
  auto listing = std::make_shared<Listing>();
  // Read before the rows: rows that are newer than this size do no harm.
  listing->log_size = service_.counters().log_size;
  service_.Read([&](const View& view) {
    ForEachRow<AccountRow>(view, "", [&](const AccountRow::Key& key, const AccountRow& row) {
      if (row.kind == AccountKind::kShop) listing->shops.push_back(key.account);
      if (row.kind == AccountKind::kParticipant) ++listing->participants;
      return true;
    });
    ForEachRow<ActivityRow>(view, "", [&](const ActivityRow::Key& key, const ActivityRow&) {
      listing->activities.push_back(key.activity);
      return true;
    });
  });
  return listing;
}

}  // namespace enishi
