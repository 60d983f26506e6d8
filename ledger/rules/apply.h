#pragma once

#include "ledger/instruction/instruction.h"
#include "ledger/rules/state/outcome.h"
#include "ledger/rules/state/view.h"

namespace enishi {

/// The version of the rules in this folder.
inline constexpr uint32_t kRulesVersion = 1;

/// What a rule may know.
struct Context {
  const View& view;
  Hash ledger{};  // of the genesis leaf; zero before it exists
  Timestamp now;  // what committed_at will be
};

/// The one door: what the instruction does, or the first reason why not, in the order of Reason.
/// Expects that VerifySignatures found nothing. Pure: no I/O, no clock, no randomness; the same
/// arguments give the same answer live, on replay and in the audit.
Checked<Outcome> Apply(const Context& context, const Instruction& instruction);

/// What committed_at is for an instruction that comes next: max(wall, last) on a real clock, the
/// ledger's own time on a simulated one, the id's time for the genesis of a simulated one.
Timestamp CommitTime(const View& view, const Instruction& instruction, Timestamp wall,
                     Timestamp last);

/// The keys of the rows that Apply and Fold ask for when points are spent and that few other
/// instructions share: those of who acts, who signs, and whose code is captured. For whoever can
/// fetch them beforehand. The id's is not among them: that a new id has no row is found out faster
/// than it could be handed over.
std::vector<std::string> OwnRows(const Instruction& instruction);

/// The entry that the account's id has become, if any.
std::optional<uint64_t> AcceptedAs(const View& view, AccountId account, const Uuid& id);

/// True when a sweep would find something at that time.
bool HasExpired(const View& view, Timestamp now);

/// The roles that an account holds at that time through its posts.
std::vector<Role> RolesOf(const View& view, AccountId account, Timestamp now);

/// A participant's lots that can be spent at that time, in the order in which they are spent:
/// earliest expiry, bonus before paid, oldest, class number.
std::vector<Lot> SpendableLots(const View& view, AccountId account, const CurrencyCode& currency,
                               Timestamp now);

}  // namespace enishi
