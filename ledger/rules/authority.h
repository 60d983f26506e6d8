#pragma once

#include <vector>

#include "ledger/rules/apply.h"

namespace enishi {

/// Refuses an instruction whose signatures do not carry the authority that its kind needs: who may
/// act, with which role, and how many distinct officials. The table is in authority.cc and, for
/// people, in specs/authority.md. Genesis and self-opening are checked by their own rules.
std::optional<Rejection> CheckAuthority(const Context& context, const LedgerRow& ledger,
                                        const Instruction& instruction);

/// Refuses when one of the keys that signed belongs to `beneficiary`.
std::optional<Rejection> CheckNoSelfApproval(const Context& context, const Instruction& instruction,
                                             AccountId beneficiary);

/// True when the key belongs to the account and may sign this kind and amount at this time.
bool KeyMaySign(const Context& context, const PublicKey& key, AccountId account,
                std::string_view kind, Amount amount);

/// The accounts that hold a role at that time.
std::vector<AccountId> HoldersOf(const View& view, Role role, Timestamp now);

}  // namespace enishi
