#pragma once

#include <optional>
#include <vector>

#include "ledger/base/calendar.h"
#include "ledger/instruction/kinds.h"
#include "ledger/query/checked_sum.h"
#include "ledger/rules/state/rows.h"
#include "ledger/rules/state/view.h"

namespace enishi {

/// A lot in an account with the facts of its class.
struct HeldLot {
  Lot lot;
  LotClassRow lot_class;
  bool expired = false;  // it cannot be spent any more; a sweep may not have moved it yet
};

/// What an account can spend of one currency. Expired lots do not count.
struct Balance {
  CurrencyCode currency;
  CheckedSum paid;
  CheckedSum bonus;

  /// Paid and bonus together.
  [[nodiscard]] CheckedSum Available() const;
};

struct AccountLots {
  std::vector<HeldLot> lots;      // in the order of the holding
  std::vector<Balance> balances;  // one for each currency of the lots, in the order of their codes
};

/// What an account holds at that time, or nullopt if there is no such account. Lots expire in
/// participants' accounts only, never in a shop's.
std::optional<AccountLots> FindLots(const View& view, AccountId account, Timestamp now);

}  // namespace enishi
