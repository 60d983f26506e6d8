#include "ledger/rules/lots.h"

#include <algorithm>

namespace enishi {
namespace {

struct ClassedLot {
  Lot lot;
  bool paid = false;
};

// An account's lots of one currency, each with whether its class is paid value.
std::vector<ClassedLot> LotsOf(const View& view, AccountId account, const CurrencyCode& currency) {
  std::vector<ClassedLot> lots;
  const auto holding = Find<HoldingRow>(view, {HolderKind::kAccount, account, 0});
  if (!holding) return lots;
  for (const Lot& lot : holding->lots) {
    const auto lot_class = Find<LotClassRow>(view, {lot.lot_class});
    if (lot_class && lot_class->currency == currency) lots.push_back({lot, lot_class->paid()});
  }
  return lots;
}

// Earliest expiry, bonus before paid, oldest, class number.
bool SpentBefore(const ClassedLot& a, const ClassedLot& b) {
  return std::tuple(a.lot.expires_on, a.paid, a.lot.since, a.lot.lot_class) <
         std::tuple(b.lot.expires_on, b.paid, b.lot.since, b.lot.lot_class);
}

HoldingRow HoldingOf(const View& view, const HoldingRow::Key& key) {
  return Find<HoldingRow>(view, key).value_or(HoldingRow{});
}

// The holding's lot of that class and day, or null.
const Lot* FindLot(const HoldingRow& holding, uint32_t lot_class, Date expires_on) {
  const auto at = std::find_if(holding.lots.begin(), holding.lots.end(), [&](const Lot& lot) {
    return lot.lot_class == lot_class && lot.expires_on == expires_on;
  });
  return at == holding.lots.end() ? nullptr : &*at;
}

int64_t AmountOf(const Lot* lot) { return lot == nullptr ? 0 : lot->amount; }

// Adds the account to the sweep's work list if the lot expires.
void PutExpiry(Outcome& outcome, AccountId account, Date expires_on) {
  if (expires_on != kNever) outcome.Put<ExpiryRow>({expires_on, account}, ExpiryRow{});
}

// The refusal if the payer's lots that have not ended are too few.
Rejection TooFew(const Context& context, const Transfer& transfer, int64_t missing) {
  int64_t expired = 0;
  for (const ClassedLot& lot : LotsOf(context.view, transfer.payer, transfer.currency)) {
    if (HasEnded(lot.lot.expires_on, context.now)) expired += lot.lot.amount;
  }
  return Rejection{expired >= missing ? Reason::kLotsExpired : Reason::kInsufficientFunds};
}

}  // namespace

std::vector<Lot> SpendableLots(const View& view, AccountId account, const CurrencyCode& currency,
                               Timestamp now) {
  std::vector<ClassedLot> lots = LotsOf(view, account, currency);
  std::erase_if(lots, [&](const ClassedLot& lot) { return HasEnded(lot.lot.expires_on, now); });
  std::sort(lots.begin(), lots.end(), SpentBefore);
  std::vector<Lot> spendable;
  for (const ClassedLot& lot : lots) spendable.push_back(lot.lot);
  return spendable;
}

Checked<Outcome> MoveLots(const Context& context, const Transfer& transfer) {
  const auto& [payer, payee, payee_kind, currency, amount] = transfer;
  const HoldingRow held = HoldingOf(context.view, {HolderKind::kAccount, payee, 0});
  Outcome outcome;
  int64_t missing = amount.minor();
  size_t lots = held.lots.size();
  bool overflows = false;
  std::optional<Date> noted;  // lots are in the order of their days
  for (const Lot& lot : SpendableLots(context.view, payer, currency, context.now)) {
    if (missing == 0) break;
    const int64_t taken = std::min(missing, lot.amount);
    missing -= taken;
    const Lot* same = FindLot(held, lot.lot_class, lot.expires_on);
    if (same == nullptr) ++lots;
    overflows = overflows || AmountOf(same) > Amount::kMax - taken;
    outcome.postings.push_back(
        {HolderKind::kAccount, payer, lot.lot_class, lot.expires_on, -taken});
    outcome.postings.push_back({HolderKind::kAccount, payee, lot.lot_class, lot.expires_on, taken});
    if (payee_kind == AccountKind::kShop || noted == lot.expires_on) continue;
    PutExpiry(outcome, payee, lot.expires_on);
    noted = lot.expires_on;
  }
  if (missing > 0) return TooFew(context, transfer, missing);
  if (lots > kHoldingLotsMax) return Rejection{Reason::kHoldingFull};
  if (overflows) return Rejection{Reason::kAmountOverflow};
  return outcome;
}

Checked<Outcome> IssueLots(const Context& context, const Issue& issue) {
  const auto& [participant, lot_class, expires_on, amount] = issue;
  const HoldingRow held = HoldingOf(context.view, {HolderKind::kAccount, participant, 0});
  if (FindLot(held, lot_class, expires_on) == nullptr && held.lots.size() >= kHoldingLotsMax) {
    return Rejection{Reason::kHoldingFull};
  }
  const HoldingRow all = HoldingOf(context.view, {HolderKind::kIssued, AccountId(), lot_class});
  const int64_t issued = -AmountOf(FindLot(all, lot_class, expires_on));
  if (issued > Amount::kMax - amount.minor()) return Rejection{Reason::kAmountOverflow};
  Outcome outcome;
  outcome.postings.push_back(
      {HolderKind::kIssued, AccountId(), lot_class, expires_on, -amount.minor()});
  outcome.postings.push_back(
      {HolderKind::kAccount, participant, lot_class, expires_on, amount.minor()});
  PutExpiry(outcome, participant, expires_on);
  return outcome;
}

uint32_t AddLotClass(Outcome& outcome, LedgerRow ledger, const LotClassRow& lot_class) {
  const uint32_t number = ledger.next_lot_class++;
  outcome.Put<LedgerRow>({}, ledger);
  outcome.Put<LotClassRow>({number}, lot_class);
  return number;
}

}  // namespace enishi
