#include "tests/fuzz/conservation.h"

#include <map>
#include <set>
#include <utility>

namespace enishi::testing {
namespace {

// Every summand is below 2^53, so only a thousand of the largest could overflow a sum. The
// sanitizer would report that.
using Sums = std::map<uint32_t, int64_t>;

void CheckAllZero(const Sums& sums) {
  for (const auto& [lot_class, sum] : sums) CHECK(sum == 0);
}

void CheckHoldings(const View& state) {
  Sums sums;
  ForEachRow<HoldingRow>(state, "", [&](const HoldingRow::Key& key, const HoldingRow& row) {
    const bool system = key.kind != HolderKind::kAccount;
    CHECK(key.account.IsNone() == system);
    std::set<std::pair<uint32_t, Date>> seen;
    for (const Lot& lot : row.lots) {
      CHECK(key.kind == HolderKind::kIssued ? lot.amount < 0 : lot.amount > 0);
      CHECK(lot.amount >= -Amount::kMax && lot.amount <= Amount::kMax);
      CHECK(!system || lot.lot_class == key.lot_class);
      CHECK(Find<LotClassRow>(state, {lot.lot_class}).has_value());
      CHECK(seen.emplace(lot.lot_class, lot.expires_on).second);
      sums[lot.lot_class] += lot.amount;
    }
    return true;
  });
  CheckAllZero(sums);
}

void CheckLimits(const View& state) {
  ForEachRow<BudgetRow>(state, "", [&](const BudgetRow::Key& key, const BudgetRow& row) {
    const auto programme = Find<ProgrammeRow>(state, {key.programme});
    CHECK(programme && row.used <= programme->budget);
    return true;
  });
  ForEachRow<CapRow>(state, "", [&](const CapRow::Key& key, const CapRow& row) {
    const auto programme = Find<ProgrammeRow>(state, {key.programme});
    CHECK(programme);
    for (const Cap& cap : programme->caps) {
      CHECK(cap.period != key.period || row.awarded <= cap.amount);
    }
    return true;
  });
}

}  // namespace

void CheckConservation(const View& state) {
  CheckHoldings(state);
  CheckLimits(state);
}

void CheckOutcome(const Outcome& outcome) {
  Sums sums;
  for (const Posting& posting : outcome.postings) sums[posting.lot_class] += posting.amount;
  CheckAllZero(sums);
  const auto again = DecodeOutcome(EncodeOutcome(outcome));
  CHECK(again && *again == outcome);
}

}  // namespace enishi::testing
