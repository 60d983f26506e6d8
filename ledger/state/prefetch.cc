#include "ledger/state/prefetch.h"

#include <functional>
#include <string_view>
#include <utility>

namespace enishi {

RowsAhead ReadAhead::Read(std::vector<std::string> keys) {
  // Taken before the first read, because rows may or may not include later writes.
  RowsAhead ahead{.as_of = state_.applied_size(), .rows = {}};
  for (std::string& key : keys) {
    const uint64_t hash = std::hash<std::string_view>()(key);
    const auto mark = static_cast<uint32_t>(hash >> 32U);
    std::atomic<uint32_t>& place = lately_[hash % kPlaces];
    if (place.load(std::memory_order_relaxed) == mark) continue;
    place.store(mark, std::memory_order_relaxed);
    if (auto value = state_.latest().Get(key)) {
      ahead.rows.emplace_back(std::move(key), *std::move(value));
    }
  }
  return ahead;
}

}  // namespace enishi
