#pragma once

#include "ledger/instruction/kinds/charge.h"
#include "ledger/rules/authority.h"
#include "ledger/rules/context.h"
#include "ledger/rules/row_keys.h"
#include "ledger/rules/state/outcome.h"

// The rules of charge; what the overloads are for is in ledger/rules/kinds.h.

namespace enishi {

Authority AuthorityOf(const RuleInput& in, const Charge& charge);
void AddRows(RowKeys& keys, const Header& header, const Charge& charge);
Checked<Outcome> Rule(const RuleInput& in, const Charge& charge);

}  // namespace enishi
