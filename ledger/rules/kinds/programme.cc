#include "ledger/rules/kinds/programme.h"

#include <set>

#include "ledger/rules/lots.h"
#include "ledger/rules/state/rows/currency.h"
#include "ledger/rules/state/rows/programme.h"

namespace enishi {

Authority AuthorityOf(const RuleInput& in, const ProgrammeCreate& /*create*/) {
  return ByQuorum(in, Role::kPlanner);
}

void AddRows(RowKeys& keys, const Header& header, const ProgrammeCreate& /*create*/) {
  keys.AddAccount(header.account);
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
