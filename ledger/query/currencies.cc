#include "ledger/query/currencies.h"

#include <map>

namespace enishi {
namespace {

CheckedSum SystemTotal(const View& view, HolderKind holder, uint32_t lot_class) {
  CheckedSum total;
  const auto row = Find<HoldingRow>(view, {holder, AccountId(), lot_class});
  for (const Lot& lot : row ? row->lots : std::vector<Lot>()) total.Add(lot.amount);
  return total;
}

void AddLotClass(const View& view, uint32_t lot_class, SystemTotals& totals) {
  totals.issued.Subtract(SystemTotal(view, HolderKind::kIssued, lot_class));
  totals.clearing.Add(SystemTotal(view, HolderKind::kClearing, lot_class));
  totals.redeemed.Add(SystemTotal(view, HolderKind::kRedeemed, lot_class));
  totals.expired.Add(SystemTotal(view, HolderKind::kExpired, lot_class));
  totals.withdrawn.Add(SystemTotal(view, HolderKind::kWithdrawn, lot_class));
}

}  // namespace

CheckedSum SystemTotals::Outstanding() const {
  CheckedSum outstanding = issued;
  for (const CheckedSum& part : {clearing, redeemed, expired, withdrawn}) {
    outstanding.Subtract(part);
  }
  return outstanding;
}

BoundedList<CurrencySummary> ListCurrencies(const View& view, size_t count_max) {
  std::map<CurrencyCode, SystemTotals> totals;
  ForEachRow<LotClassRow>(view, "", [&](const LotClassRow::Key& key, const LotClassRow& row) {
    AddLotClass(view, key.lot_class, totals[row.currency]);
    return true;
  });
  return ListRows<CurrencyRow, CurrencySummary>(
      view, count_max, [&](const CurrencyRow::Key& key, const CurrencyRow& row) {
        return CurrencySummary{key.currency, row, totals[key.currency]};
      });
}

std::optional<CurrencySummary> FindCurrency(const View& view, const CurrencyCode& currency) {
  const auto row = Find<CurrencyRow>(view, {currency});
  if (!row) return std::nullopt;
  CurrencySummary summary{currency, *row, {}};
  ForEachRow<LotClassRow>(view, "", [&](const LotClassRow::Key& key, const LotClassRow& lot_class) {
    if (lot_class.currency == currency) AddLotClass(view, key.lot_class, summary.totals);
    return true;
  });
  return summary;
}

}  // namespace enishi
