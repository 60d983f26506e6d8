#include "ledger/rules/kinds/charge.h"

#include "ledger/rules/lots.h"
#include "ledger/rules/state/rows/currency.h"

namespace enishi {

Authority AuthorityOf(const RuleInput& /*in*/, const Charge& /*charge*/) {
  return ByOfficial(Role::kCashier);
}

void AddRows(RowKeys& keys, const Header& header, const Charge& charge) {
  keys.AddAccount(header.account);
  keys.AddAccount(charge.participant);
  keys.AddHolding(charge.participant);
}

Checked<Outcome> Rule(const RuleInput& in, const Charge& charge) {
  const auto currency = Find<CurrencyRow>(in.context.view, {charge.currency});
  if (!currency) return Rejection{Reason::kCurrencyUnknown, "/currency"};
  if (!IsOfKind(in.context.view, charge.participant, AccountKind::kParticipant)) {
    return Rejection{Reason::kParticipantUnknown, "/participant"};
  }
  if (charge.amount.IsZero()) return Rejection{Reason::kAmountZero, "/amount"};
  const Date expires_on = currency->paid_months
                              ? Date::Of(in.context.now)
                                    .FirstOfMonth()
                                    .PlusMonths(static_cast<int>(*currency->paid_months))
                                    .LastOfMonth()
                              : kNever;
  return IssueLots(in.context, {.participant = charge.participant,
                                .lot_class = currency->paid_lot_class,
                                .expires_on = expires_on,
                                .amount = charge.amount});
}

}  // namespace enishi
