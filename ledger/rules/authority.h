#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "ledger/instruction/kinds/account.h"
#include "ledger/instruction/kinds/post.h"
#include "ledger/instruction/rejection.h"
#include "ledger/rules/context.h"

namespace enishi {

/// Who must sign an instruction. AuthorityOf gives it for a payload; it may depend on the payload
/// and on rows, for example on an amount and a limit of its currency. specs/authority.md has it for
/// each kind in prose.
struct Authority {
  enum class Signer : uint8_t {
    kAccount,     // the acting account and, with `officials_min`, other officials
    kNewAccount,  // an account that does not exist yet, by its first key only
    kService,     // the service's key only
    kFounders,    // all administrators that the genesis names; its rule checks them
  };
  Signer signer = Signer::kAccount;
  std::optional<AccountKind> actor;  // nullopt: an account of any kind
  std::optional<Role> role;          // nullopt: the account's own business
  /// How many distinct holders of the role must sign at least, the actor among them; zero: exactly
  /// one signature, the actor's.
  uint32_t officials_min = 0;
  /// A refusal that holds for every signer; it is given after the actor's kind was checked.
  std::optional<Rejection> forbidden = std::nullopt;
};

/// An account of that kind, in its own business.
Authority ByAccount(AccountKind kind);
Authority ByAnyAccount();
/// One holder of the role.
Authority ByOfficial(Role role);
/// As many distinct holders of the role as the ledger's quorum.
Authority ByQuorum(const RuleInput& in, Role role);

/// What of an instruction its signatures are compared with.
struct Signing {
  std::string_view kind;
  Amount amount;
  /// The key that the instruction brings into the ledger, or null. It signs to show that its holder
  /// agrees; that signature gives no authority and no limit applies to it.
  const PublicKey* new_key = nullptr;
};

/// Refuses an instruction whose signatures do not carry the authority.
std::optional<Rejection> CheckAuthority(const RuleInput& in, const Authority& authority,
                                        const Signing& signing);

/// True if the key is one of those that signed.
bool IsSignedBy(std::span<const SignedBy> signatures, const PublicKey& key);

/// Refuses if one of the keys that signed belongs to `beneficiary`.
std::optional<Rejection> CheckNoSelfApproval(const RuleInput& in, AccountId beneficiary);

/// True if the key belongs to the account and may sign this kind and amount at this time.
bool KeyMaySign(const Context& context, const PublicKey& key, AccountId account,
                std::string_view kind, Amount amount);

/// True if the account exists and is of that kind.
bool IsOfKind(const View& view, AccountId account, AccountKind kind);

/// True if the account holds the role at that time through one of its posts.
bool HasRole(const View& view, AccountId account, Role role, Timestamp now);
/// The roles that an account holds at that time through its posts.
std::vector<Role> RolesOf(const View& view, AccountId account, Timestamp now);
/// The accounts that hold a role at that time.
std::vector<AccountId> HoldersOf(const View& view, Role role, Timestamp now);

}  // namespace enishi
