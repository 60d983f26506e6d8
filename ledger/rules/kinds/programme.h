#pragma once

#include "ledger/instruction/kinds/programme.h"
#include "ledger/rules/authority.h"
#include "ledger/rules/context.h"
#include "ledger/rules/row_keys.h"
#include "ledger/rules/state/outcome.h"

// The rules of programme.create; what the overloads are for is in ledger/rules/kinds.h.

namespace enishi {

Authority AuthorityOf(const RuleInput& in, const ProgrammeCreate& create);
void AddRows(RowKeys& keys, const Header& header, const ProgrammeCreate& create);
Checked<Outcome> Rule(const RuleInput& in, const ProgrammeCreate& create);

}  // namespace enishi
