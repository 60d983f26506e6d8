#pragma once

#include "ledger/instruction/kinds/key.h"
#include "ledger/rules/authority.h"
#include "ledger/rules/context.h"
#include "ledger/rules/row_keys.h"
#include "ledger/rules/state/outcome.h"
#include "ledger/rules/state/rows/key.h"

// The rules of key.add, key.revoke; what the overloads are for is in ledger/rules/kinds.h.

namespace enishi {

/// Adds the rows of a new key to an outcome.
void PutKey(Outcome& outcome, AccountId account, const PublicKey& key, const KeyRow& row);
/// Refuses a key that has not signed the instruction, because its holder must agree, and one that
/// belongs to the log, to the service or to an account.
std::optional<Rejection> CheckNewKey(const RuleInput& in, const PublicKey& key);

Authority AuthorityOf(const RuleInput& in, const KeyAdd& add);
void AddRows(RowKeys& keys, const Header& header, const KeyAdd& add);
Checked<Outcome> Rule(const RuleInput& in, const KeyAdd& add);

Authority AuthorityOf(const RuleInput& in, const KeyRevoke& revoke);
void AddRows(RowKeys& keys, const Header& header, const KeyRevoke& revoke);
Checked<Outcome> Rule(const RuleInput& in, const KeyRevoke& revoke);

}  // namespace enishi
