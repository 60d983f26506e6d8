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

/// Rows that were read lately, in front of a view that is slower to ask: what a payment reads is
/// mostly what the payments before it read, and finding it here costs a hundredth of finding it in
/// the database. Remembers rows that are there; of those that are missing only the last one that
/// was looked for, because a new id is looked for twice. Rows that other threads looked up may be
/// given to it, as long as nothing was written to them since. For one thread.
class RowCache final : public View {
 public:
  /// Keeps at most about `bytes_max` of keys and values. The base must outlive it.
  RowCache(const View& base, size_t bytes_max) : base_(base), generation_max_(bytes_max / 2) {}

  /// Takes over those of the rows that are still what they were.
  void Take(RowsAhead ahead);

  [[nodiscard]] std::optional<std::string> Get(std::string_view key) const override;
  void Scan(std::string_view prefix, const Visit& visit) const override {
    base_.Scan(prefix, visit);
  }
  void NoteDamage(std::string_view key) const override { base_.NoteDamage(key); }

  /// To be told of every row that the entries up to `applied_size` wrote beneath, after they were.
  void Update(const Overlay::Rows& rows, uint64_t applied_size);

 private:
  struct HashText {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  using Rows = std::unordered_map<std::string, std::string, HashText, std::equal_to<>>;

  // Where the row is, young again; null where it is not here.
  std::string* Find(std::string_view key) const;
  void Keep(std::string key, std::string value) const;

  // The place of the row in `written_`.
  static size_t PlaceOf(std::string_view key) { return HashText()(key) % kPlaces; }

  static constexpr size_t kPlaces = size_t{1} << 16;

  const View& base_;
  const size_t generation_max_;
  // What has not been asked for while the young ones filled half the room goes with the old ones.
  mutable Rows young_;
  mutable Rows old_;
  mutable size_t young_bytes_ = 0;
  mutable std::string missing_;  // no key is empty
  // After how many entries the latest write was to any of the rows that share the place.
  std::vector<uint64_t> written_ = std::vector<uint64_t>(kPlaces);
};

}  // namespace enishi
