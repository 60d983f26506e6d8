#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/instruction/leaf.h"
#include "tests/fixtures/town.h"

namespace enishi::testing {

/// The number of entries: two full bundles and a part of a third, so that there are full tiles, a
/// partial one and a tile of level 1.
inline constexpr size_t kHistorySize = 600;

/// A town after some weeks: participants, shops, activities, sales, both kinds of payments,
/// cancelled codes, days that pass and points that expire. The same bytes in every run.
class History {
 public:
  History();

  Town& town() { return town_; }
  [[nodiscard]] const std::vector<std::string>& leaves() const { return town_.leaves(); }
  /// The first entry of that kind at or after `from`. Stops the test if there is none.
  [[nodiscard]] uint64_t Find(std::string_view kind, uint64_t from = 0) const;

 private:
  void Day(int day);
  Town town_;
};

/// One instance for the whole test program. Its town may make instructions but must not submit any.
History& SharedHistory();

Leaf LeafAt(const std::vector<std::string>& leaves, uint64_t index);

/// Replaces the leaf at `index` by the result of `edit`, and gives it and every later leaf the
/// outcome that the rules now compute, without verifying signatures. A leaf that the rules refuse
/// stays as it is.
std::vector<std::string> Recomputed(std::vector<std::string> leaves, uint64_t index,
                                    const std::function<void(Leaf&)>& edit);

}  // namespace enishi::testing
