#pragma once

#include <optional>

#include "ledger/query/bounded_list.h"
#include "ledger/query/checked_sum.h"
#include "ledger/rules/state/rows.h"
#include "ledger/rules/state/view.h"

namespace enishi {

/// The system accounts of a currency, each over all its lot classes. All are positive.
struct SystemTotals {
  CheckedSum issued;
  CheckedSum clearing;
  CheckedSum redeemed;
  CheckedSum expired;
  CheckedSum withdrawn;

  /// What accounts hold: what was issued less the others, because the postings of a lot class sum
  /// to zero.
  [[nodiscard]] CheckedSum Outstanding() const;
};

struct CurrencySummary {
  CurrencyCode currency;
  CurrencyRow row;
  SystemTotals totals;
};

/// All currencies in the order of the table, by one pass over the lot classes.
BoundedList<CurrencySummary> ListCurrencies(const View& view, size_t count_max = kListedMax);

/// One currency, or nullopt if there is none of that code.
std::optional<CurrencySummary> FindCurrency(const View& view, const CurrencyCode& currency);

}  // namespace enishi
