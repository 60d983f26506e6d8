#pragma once

#include "ledger/instruction/kinds/currency.h"
#include "ledger/rules/authority.h"
#include "ledger/rules/context.h"
#include "ledger/rules/row_keys.h"
#include "ledger/rules/state/outcome.h"

// The rules of currency.create; what the overloads are for is in ledger/rules/kinds.h.

namespace enishi {

Authority AuthorityOf(const RuleInput& in, const CurrencyCreate& create);
void AddRows(RowKeys& keys, const Header& header, const CurrencyCreate& create);
Checked<Outcome> Rule(const RuleInput& in, const CurrencyCreate& create);

}  // namespace enishi
