#pragma once

#include <optional>

#include "ledger/instruction/instruction.h"
#include "ledger/rules/authority.h"
#include "ledger/rules/context.h"
#include "ledger/rules/kinds/expiry.h"
#include "ledger/rules/lots.h"
#include "ledger/rules/prefetch.h"
#include "ledger/rules/state/outcome.h"
#include "ledger/rules/state/rows.h"

namespace enishi {

/// The newest version of the rules in this program, and the one that a new ledger begins with.
inline constexpr uint32_t kRulesVersion = 1;

/// Gives what the instruction does, or the first reason why not, in the order of Reason. The only
/// way into the rules. Expects that VerifySignatures found nothing. Pure: no I/O, no clock, no
/// randomness; the same arguments give the same answer live, on replay and in the audit. Refuses
/// with kRulesUnknown if the ledger's version of the rules is not among `context.rules`.
Checked<Outcome> Apply(const Context& context, const Instruction& instruction);

/// What committed_at is for an instruction that comes next: max(wall, last) on a real clock, the
/// ledger's own time on a simulated one, the id's time for the genesis of a simulated one.
Timestamp CommitTime(const View& view, const Instruction& instruction, Timestamp wall,
                     Timestamp last);

/// The entry that the account's id has become, if any.
std::optional<uint64_t> AcceptedAs(const View& view, AccountId account, const Uuid& id);

}  // namespace enishi
