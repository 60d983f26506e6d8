#pragma once

#include "ledger/instruction/kinds/expiry.h"
#include "ledger/rules/authority.h"
#include "ledger/rules/context.h"
#include "ledger/rules/row_keys.h"
#include "ledger/rules/state/outcome.h"

// The rules of expiry.sweep; what the overloads are for is in ledger/rules/kinds.h.

namespace enishi {

/// True if a sweep would find something at that time.
bool HasExpired(const View& view, Timestamp now);

Authority AuthorityOf(const RuleInput& in, const ExpirySweep& sweep);
void AddRows(RowKeys& keys, const Header& header, const ExpirySweep& sweep);
Checked<Outcome> Rule(const RuleInput& in, const ExpirySweep& sweep);

}  // namespace enishi
