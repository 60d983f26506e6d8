#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ledger/rules/state/view.h"
#include "ledger/state/prefetch.h"

namespace enishi {

/// A cache of recently read rows in front of a slower view. A payment mostly reads rows that
/// earlier payments read, and a hit costs a hundredth of a read from the database. Caches rows that
/// exist, and of absent rows the last one only, because a new id is looked up twice. Accepts
/// prefetched rows that were not written since. For one thread.
class RowCache final : public View {
 public:
  /// Keeps at most about `bytes_max` of keys and values. The base must outlive it.
  RowCache(const View& base, size_t bytes_max) : base_(base), generation_max_(bytes_max / 2) {}

  /// Adds those of the prefetched rows that were not written since they were read.
  void Take(RowsAhead ahead);

  [[nodiscard]] std::optional<std::string> Get(std::string_view key) const override;
  void Scan(std::string_view prefix, const Visit& visit) const override {
    base_.Scan(prefix, visit);
  }
  void NoteDamage(std::string_view key) const override { base_.NoteDamage(key); }

  /// Call for every row that the entries up to `applied_size` changed in the base, afterwards.
  void Update(const Overlay::Rows& rows, uint64_t applied_size);

 private:
  struct HashText {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  using Rows = std::unordered_map<std::string, std::string, HashText, std::equal_to<>>;

  // Returns the cached row after marking it as recently used, or null.
  std::string* Find(std::string_view key) const;
  void Keep(std::string key, std::string value) const;

  // The slot of the row in `written_`.
  static size_t PlaceOf(std::string_view key) { return HashText()(key) % kPlaces; }

  static constexpr size_t kPlaces = size_t{1} << 16;

  const View& base_;
  const size_t generation_max_;
  // Rows not read while the recent ones filled half the capacity are dropped with the old ones.
  mutable Rows young_;
  mutable Rows old_;
  mutable size_t young_bytes_ = 0;
  mutable std::string missing_;  // no key is empty
  // Per slot, the log's size after the latest write to any row of that slot.
  std::vector<uint64_t> written_ = std::vector<uint64_t>(kPlaces);
};

}  // namespace enishi
