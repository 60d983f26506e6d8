#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "ledger/rules/apply.h"

namespace enishi {

/// Who may sign a kind of instruction.
struct Requirement {
  std::string_view kind;
  std::optional<AccountKind> actor;  // none: any account
  std::optional<Role> role;          // none: the account's own business
  bool quorum = false;               // as many distinct holders of the role as the ledger's quorum
  bool new_key = false;              // the key that it brings signs too; see CheckFreshKey
};

/// One row per kind but genesis and expiry.sweep, which are checked apart, as is a participant's
/// own account.open. For people it stands in specs/authority.md.
std::span<const Requirement> Requirements();

/// Refuses an instruction whose signatures do not carry the authority that its kind needs: who may
/// act, with which role, and how many distinct officials, as in Requirements. Genesis and
/// self-opening are checked by their own rules.
std::optional<Rejection> CheckAuthority(const Context& context, const LedgerRow& ledger,
                                        const Instruction& instruction);

/// True when that key is one of those that signed.
bool IsSignedBy(const Instruction& instruction, const PublicKey& key);

/// Refuses when one of the keys that signed belongs to `beneficiary`.
std::optional<Rejection> CheckNoSelfApproval(const Context& context, const Instruction& instruction,
                                             AccountId beneficiary);

/// True when the key belongs to the account and may sign this kind and amount at this time.
bool KeyMaySign(const Context& context, const PublicKey& key, AccountId account,
                std::string_view kind, Amount amount);

/// The accounts that hold a role at that time.
std::vector<AccountId> HoldersOf(const View& view, Role role, Timestamp now);

}  // namespace enishi
