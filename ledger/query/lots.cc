#include "ledger/query/lots.h"

#include <map>
#include <utility>

#include "ledger/rules/lots.h"

namespace enishi {

CheckedSum Balance::Available() const {
  CheckedSum available = paid;
  available.Add(bonus);
  return available;
}

std::optional<AccountLots> FindLots(const View& view, AccountId account, Timestamp now) {
  const auto row = Find<AccountRow>(view, {account});
  if (!row) return std::nullopt;
  const auto holding = Find<HoldingRow>(view, {HolderKind::kAccount, account, 0});
  AccountLots held;
  std::map<CurrencyCode, Balance> balances;
  for (const Lot& lot : holding ? holding->lots : std::vector<Lot>()) {
    const auto lot_class = Find<LotClassRow>(view, {lot.lot_class});
    if (!lot_class) continue;
    const bool expired = row->kind == AccountKind::kParticipant && HasEnded(lot.expires_on, now);
    held.lots.push_back({lot, *lot_class, expired});
    Balance& balance = balances[lot_class->currency];
    balance.currency = lot_class->currency;
    if (!expired) (lot_class->paid() ? balance.paid : balance.bonus).Add(lot.amount);
  }
  for (auto& [currency, balance] : balances) held.balances.push_back(std::move(balance));
  return held;
}

}  // namespace enishi
