#pragma once

#include "ledger/instruction/kinds/account.h"
#include "ledger/rules/authority.h"
#include "ledger/rules/context.h"
#include "ledger/rules/row_keys.h"
#include "ledger/rules/state/outcome.h"

// The rules of account.open, account.enrol; what the overloads are for is in ledger/rules/kinds.h.

namespace enishi {

Authority AuthorityOf(const RuleInput& in, const AccountOpen& opening);
void AddRows(RowKeys& keys, const Header& header, const AccountOpen& opening);
Checked<Outcome> Rule(const RuleInput& in, const AccountOpen& opening);

Authority AuthorityOf(const RuleInput& in, const AccountEnrol& enrol);
void AddRows(RowKeys& keys, const Header& header, const AccountEnrol& enrol);
Checked<Outcome> Rule(const RuleInput& in, const AccountEnrol& enrol);

}  // namespace enishi
