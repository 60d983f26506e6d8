#include "ledger/rules/lots.h"

#include <algorithm>

namespace enishi {
namespace {

struct ClassedLot {
  Lot lot;
  bool paid = false;
};

// An account's lots of one currency with what the spend order needs to know of their class.
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

// What a holding has of one lot; zero where it has none.
int64_t HeldOf(const View& view, const HoldingRow::Key& key, uint32_t lot_class, Date expires_on) {
  const auto holding = Find<HoldingRow>(view, key);
  if (!holding) return 0;
  for (const Lot& lot : holding->lots) {
    if (lot.lot_class == lot_class && lot.expires_on == expires_on) return lot.amount;
  }
  return 0;
}

}  // namespace

std::vector<Lot> SpendableLots(const View& view, AccountId account, const CurrencyCode& currency,
                               Timestamp now) {
  std::vector<ClassedLot> lots = LotsOf(view, account, currency);
  std::erase_if(lots, [&](const ClassedLot& lot) { return !IsLive(lot.lot, now); });
  std::sort(lots.begin(), lots.end(), SpentBefore);
  std::vector<Lot> spendable;
  for (const ClassedLot& lot : lots) spendable.push_back(lot.lot);
  return spendable;
}

Checked<std::vector<Posting>> MoveLots(const Context& context, AccountId payer, AccountId payee,
                                       const CurrencyCode& currency, Amount amount) {
  std::vector<Posting> postings;
  int64_t missing = amount.minor();
  bool overflows = false;
  for (const Lot& lot : SpendableLots(context.view, payer, currency, context.now)) {
    if (missing == 0) break;
    const int64_t taken = std::min(missing, lot.amount);
    missing -= taken;
    const int64_t held =
        HeldOf(context.view, {HolderKind::kAccount, payee, 0}, lot.lot_class, lot.expires_on);
    overflows = overflows || held > Amount::kMax - taken;
    postings.push_back({HolderKind::kAccount, payer, lot.lot_class, lot.expires_on, -taken});
    postings.push_back({HolderKind::kAccount, payee, lot.lot_class, lot.expires_on, taken});
  }
  if (missing == 0 && overflows) return Rejection{Reason::kAmountOverflow};
  if (missing == 0) return postings;
  int64_t expired = 0;
  for (const ClassedLot& lot : LotsOf(context.view, payer, currency)) {
    if (!IsLive(lot.lot, context.now)) expired += lot.lot.amount;
  }
  return Rejection{expired >= missing ? Reason::kLotsExpired : Reason::kInsufficientFunds};
}

Checked<Outcome> IssueLots(const Context& context, AccountId participant, uint32_t lot_class,
                           Date expires_on, Amount amount) {
  const int64_t issued =
      -HeldOf(context.view, {HolderKind::kIssued, AccountId(), lot_class}, lot_class, expires_on);
  if (issued > Amount::kMax - amount.minor()) return Rejection{Reason::kAmountOverflow};
  Outcome outcome;
  outcome.postings.push_back(
      {HolderKind::kIssued, AccountId(), lot_class, expires_on, -amount.minor()});
  outcome.postings.push_back(
      {HolderKind::kAccount, participant, lot_class, expires_on, amount.minor()});
  if (expires_on != kNever) {
    outcome.Put<ExpiryRow>({expires_on, participant}, ExpiryRow{});
  }
  return outcome;
}

}  // namespace enishi
