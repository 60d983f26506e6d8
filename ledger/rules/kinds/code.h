#pragma once

#include "ledger/instruction/kinds/code.h"
#include "ledger/rules/authority.h"
#include "ledger/rules/context.h"
#include "ledger/rules/row_keys.h"
#include "ledger/rules/state/outcome.h"

// The rules of code.cancel; what the overloads are for is in ledger/rules/kinds.h.

namespace enishi {

/// True if a code with this payer and nonce was captured or cancelled and its time has not passed
/// since: once it has, its end refuses it, and an audit has dropped the row.
bool IsCodeUsed(const Context& context, const PaymentCode& code);
/// Records in the outcome that the code was used.
void PutUsedCode(Outcome& outcome, const PaymentCode& code);

Authority AuthorityOf(const RuleInput& in, const CodeCancel& cancel);
void AddRows(RowKeys& keys, const Header& header, const CodeCancel& cancel);
Checked<Outcome> Rule(const RuleInput& in, const CodeCancel& cancel);

}  // namespace enishi
