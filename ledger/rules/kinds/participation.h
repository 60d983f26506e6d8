#pragma once

#include "ledger/instruction/kinds/participation.h"
#include "ledger/rules/authority.h"
#include "ledger/rules/context.h"
#include "ledger/rules/row_keys.h"
#include "ledger/rules/state/outcome.h"

// The rules of participation.record, participation.claim; what the overloads are for is in
// ledger/rules/kinds.h.

namespace enishi {

Authority AuthorityOf(const RuleInput& in, const ParticipationRecord& record);
void AddRows(RowKeys& keys, const Header& header, const ParticipationRecord& record);
Checked<Outcome> Rule(const RuleInput& in, const ParticipationRecord& record);

Authority AuthorityOf(const RuleInput& in, const ParticipationClaim& claim);
void AddRows(RowKeys& keys, const Header& header, const ParticipationClaim& claim);
Checked<Outcome> Rule(const RuleInput& in, const ParticipationClaim& claim);

}  // namespace enishi
