#pragma once

#include "ledger/instruction/kinds/ledger.h"
#include "ledger/rules/authority.h"
#include "ledger/rules/context.h"
#include "ledger/rules/row_keys.h"
#include "ledger/rules/state/outcome.h"

// The rules of genesis, rules.activate, clock.advance; what the overloads are for is in
// ledger/rules/kinds.h.

namespace enishi {

/// The first entry; there is no ledger row yet. AuthorityOf is for the table of authority: the rule
/// itself checks who signs.
Authority AuthorityOf(const RuleInput& in, const Genesis& genesis);
void AddRows(RowKeys& keys, const Header& header, const Genesis& genesis);
Checked<Outcome> ApplyGenesis(const Context& context, const Header& header,
                              std::span<const SignedBy> signatures, const Genesis& genesis);

Authority AuthorityOf(const RuleInput& in, const RulesActivate& activate);
void AddRows(RowKeys& keys, const Header& header, const RulesActivate& activate);
Checked<Outcome> Rule(const RuleInput& in, const RulesActivate& activate);

Authority AuthorityOf(const RuleInput& in, const ClockAdvance& advance);
void AddRows(RowKeys& keys, const Header& header, const ClockAdvance& advance);
Checked<Outcome> Rule(const RuleInput& in, const ClockAdvance& advance);

}  // namespace enishi
