#include "ledger/rules/kinds/currency.h"

#include "ledger/rules/lots.h"
#include "ledger/rules/state/rows/currency.h"

namespace enishi {
namespace {

// Ten years; paid value that lasts longer has no end.
constexpr uint32_t kPaidMonthsMax = 120;

}  // namespace

Authority AuthorityOf(const RuleInput& in, const CurrencyCreate& /*create*/) {
  return ByQuorum(in, Role::kAdministrator);
}

void AddRows(RowKeys& keys, const Header& header, const CurrencyCreate& /*create*/) {
  keys.AddAccount(header.account);
}

Checked<Outcome> Rule(const RuleInput& in, const CurrencyCreate& create) {
  if (Find<CurrencyRow>(in.context.view, {create.currency})) {
    return Rejection{Reason::kNameTaken, "/currency"};
  }
  if (create.paid_months && *create.paid_months > kPaidMonthsMax) {
    return Rejection{Reason::kPeriodInvalid, "/paid_months"};
  }
  Outcome outcome;
  CurrencyRow currency;
  currency.issuer = create.issuer;
  currency.paid_months = create.paid_months;
  currency.payment_max = create.payment_max;
  currency.open_code_max = create.open_code_max;
  currency.paid_lot_class = AddLotClass(outcome, in.ledger, {create.currency, std::nullopt});
  outcome.Put<CurrencyRow>({create.currency}, currency);
  return outcome;
}

}  // namespace enishi
