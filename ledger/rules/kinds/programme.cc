#include <set>

#include "ledger/rules/rules.h"

namespace enishi {
namespace {

// Ten years: longer lives are written as "for ever".
constexpr uint32_t kPaidMonthsMax = 120;

// Takes the next lot class number for a fresh class.
uint32_t AddLotClass(Outcome& outcome, LedgerRow ledger, const LotClassRow& lot_class) {
  const uint32_t number = ledger.next_lot_class++;
  outcome.Put<LedgerRow>({}, ledger);
  outcome.Put<LotClassRow>({number}, lot_class);
  return number;
}

}  // namespace

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

Checked<Outcome> Rule(const RuleInput& in, const ProgrammeCreate& create) {
  if (!Find<CurrencyRow>(in.context.view, {create.currency})) {
    return Rejection{Reason::kCurrencyUnknown, "/currency"};
  }
  if (Find<ProgrammeRow>(in.context.view, {create.programme})) {
    return Rejection{Reason::kNameTaken, "/programme"};
  }
  std::set<Period> periods;
  for (const Cap& cap : create.caps) periods.insert(cap.period);
  if (periods.size() != create.caps.size()) return Rejection{Reason::kLimitInvalid, "/caps"};
  if (create.ends_on < create.starts_on) return Rejection{Reason::kPeriodInvalid, "/ends_on"};
  if (create.expires_on < create.ends_on) return Rejection{Reason::kPeriodInvalid, "/expires_on"};
  if (static_cast<uint32_t>(create.starts_on.FiscalYear()) != create.fiscal_year) {
    return Rejection{Reason::kPeriodInvalid, "/fiscal_year"};
  }
  Outcome outcome;
  ProgrammeRow programme;
  programme.currency = create.currency;
  programme.fiscal_year = create.fiscal_year;
  programme.budget = create.budget;
  programme.starts_on = create.starts_on;
  programme.ends_on = create.ends_on;
  programme.expires_on = create.expires_on;
  programme.award_max = create.award_max;
  programme.caps = create.caps;
  programme.lot_class = AddLotClass(outcome, in.ledger, {create.currency, create.programme});
  outcome.Put<ProgrammeRow>({create.programme}, programme);
  outcome.Put<BudgetRow>({create.programme}, BudgetRow{});
  return outcome;
}

}  // namespace enishi
