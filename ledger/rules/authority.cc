#include "ledger/rules/authority.h"

#include <algorithm>
#include <set>

#include "ledger/rules/key_use.h"
#include "ledger/rules/state/rows/account.h"
#include "ledger/rules/state/rows/key.h"
#include "ledger/rules/state/rows/post.h"

namespace enishi {
namespace {

bool IsInForce(const AppointmentRow& appointment, Timestamp now) {
  const Date today = Date::Of(now);
  return appointment.from <= today && today <= appointment.until && !appointment.dismissed_at;
}

std::string AccountPrefix(AccountId account) {
  std::string prefix;
  PutBytes(prefix, account.bytes());
  return prefix;
}

// The accounts whose keys signed, apart from a new key; refuses with the reason that comes first in
// the precedence, whatever the order of the signatures.
Checked<std::vector<AccountId>> SignersOf(const RuleInput& in, const Signing& signing) {
  std::vector<AccountId> signers;
  std::optional<Reason> first;
  for (const SignedBy& by : in.signatures) {
    if (signing.new_key != nullptr && by.key == *signing.new_key) continue;
    const auto key = Find<KeyRow>(in.context.view, {by.key});
    const auto refusal =
        key ? KeyRefusal(*key, signing.kind, signing.amount, in.context.now) : Reason::kKeyUnknown;
    if (refusal && (!first || *refusal < *first)) first = refusal;
    if (key) signers.push_back(key->account);
  }
  if (first) return Rejection{*first};
  return signers;
}

std::optional<Rejection> CheckRole(const RuleInput& in, const Authority& authority,
                                   const std::vector<AccountId>& signers) {
  const auto has_role = [&](AccountId account) {
    return HasRole(in.context.view, account, *authority.role, in.context.now);
  };
  if (!has_role(in.header.account)) return Rejection{Reason::kRoleMissing};
  std::set<AccountId> approving;
  if (authority.officials_min > 0) {
    std::copy_if(signers.begin(), signers.end(), std::inserter(approving, approving.end()),
                 has_role);
  }
  if (approving.size() < authority.officials_min) return Rejection{Reason::kQuorumNotMet};
  return std::nullopt;
}

// Every signature but a new key's must be one that the instruction needs: the actor's, or one each
// of distinct holders of the role.
bool AllNeeded(const RuleInput& in, const Authority& authority,
               const std::vector<AccountId>& signers) {
  if (authority.officials_min == 0) return signers.size() == 1;
  const std::set<AccountId> distinct(signers.begin(), signers.end());
  return distinct.size() == signers.size() &&
         std::all_of(signers.begin(), signers.end(), [&](const AccountId& signer) {
           return HasRole(in.context.view, signer, *authority.role, in.context.now);
         });
}

std::optional<Rejection> CheckOnlySigner(const RuleInput& in, const PublicKey& key) {
  if (!IsSignedBy(in.signatures, key)) return Rejection{Reason::kActorNotSigned};
  if (in.signatures.size() > 1) return Rejection{Reason::kSignerUnneeded};
  return std::nullopt;
}

// The service has a key and an id that follows from it, but no account.
std::optional<Rejection> CheckService(const RuleInput& in) {
  const AccountId actor = in.header.account;
  if (actor != AccountId::FromKey(in.ledger.service_key)) {
    const bool exists = Find<AccountRow>(in.context.view, {actor}).has_value();
    return Rejection{exists ? Reason::kAccountKindWrong : Reason::kAccountUnknown};
  }
  return CheckOnlySigner(in, in.ledger.service_key);
}

std::optional<Rejection> CheckAccount(const RuleInput& in, const Authority& authority,
                                      const Signing& signing) {
  const AccountId actor = in.header.account;
  const auto account = Find<AccountRow>(in.context.view, {actor});
  if (!account) return Rejection{Reason::kAccountUnknown};
  if (authority.actor && account->kind != *authority.actor) {
    return Rejection{Reason::kAccountKindWrong};
  }
  if (authority.forbidden) return authority.forbidden;
  const auto signers = SignersOf(in, signing);
  if (!signers) return signers.error();
  if (std::find(signers->begin(), signers->end(), actor) == signers->end()) {
    return Rejection{Reason::kActorNotSigned};
  }
  if (authority.role) {
    if (auto refused = CheckRole(in, authority, *signers)) return refused;
  }
  if (!AllNeeded(in, authority, *signers)) return Rejection{Reason::kSignerUnneeded};
  return std::nullopt;
}

}  // namespace

Authority ByAccount(AccountKind kind) { return {.actor = kind, .role = std::nullopt}; }

Authority ByAnyAccount() { return {.actor = std::nullopt, .role = std::nullopt}; }

Authority ByOfficial(Role role) { return {.actor = AccountKind::kOfficial, .role = role}; }

Authority ByQuorum(const RuleInput& in, Role role) {
  return {.actor = AccountKind::kOfficial, .role = role, .officials_min = in.ledger.quorum};
}

std::optional<Rejection> CheckAuthority(const RuleInput& in, const Authority& authority,
                                        const Signing& signing) {
  switch (authority.signer) {
    case Authority::Signer::kAccount:
      return CheckAccount(in, authority, signing);
    case Authority::Signer::kNewAccount:
      if (authority.forbidden) return authority.forbidden;
      CHECK(signing.new_key != nullptr);
      return CheckOnlySigner(in, *signing.new_key);
    case Authority::Signer::kService:
      return CheckService(in);
    case Authority::Signer::kFounders:
      return std::nullopt;
  }
  CHECK(false);
}

bool IsSignedBy(std::span<const SignedBy> signatures, const PublicKey& key) {
  return std::any_of(signatures.begin(), signatures.end(),
                     [&](const SignedBy& by) { return by.key == key; });
}

std::optional<Rejection> CheckNoSelfApproval(const RuleInput& in, AccountId beneficiary) {
  for (const SignedBy& by : in.signatures) {
    const auto key = Find<KeyRow>(in.context.view, {by.key});
    if (key && key->account == beneficiary) return Rejection{Reason::kSignerBenefits};
  }
  return std::nullopt;
}

bool KeyMaySign(const Context& context, const PublicKey& key, AccountId account,
                std::string_view kind, Amount amount) {
  const auto row = Find<KeyRow>(context.view, {key});
  return row && row->account == account && !KeyRefusal(*row, kind, amount, context.now);
}

bool IsOfKind(const View& view, AccountId account, AccountKind kind) {
  const auto row = Find<AccountRow>(view, {account});
  return row && row->kind == kind;
}

bool HasRole(const View& view, AccountId account, Role role, Timestamp now) {
  const std::vector<Role> roles = RolesOf(view, account, now);
  return std::find(roles.begin(), roles.end(), role) != roles.end();
}

std::vector<Role> RolesOf(const View& view, AccountId account, Timestamp now) {
  std::set<Role> roles;
  ForEachRow<AppointmentRow>(
      view, AccountPrefix(account),
      [&](const AppointmentRow::Key& key, const AppointmentRow& appointment) {
        const auto post = Find<PostRow>(view, {key.post});
        if (post && IsInForce(appointment, now)) {
          roles.insert(post->roles.begin(), post->roles.end());
        }
        return true;
      });
  return {roles.begin(), roles.end()};
}

std::vector<AccountId> HoldersOf(const View& view, Role role, Timestamp now) {
  std::set<AccountId> holders;
  ForEachRow<AppointmentRow>(
      view, "", [&](const AppointmentRow::Key& key, const AppointmentRow& appointment) {
        const auto post = Find<PostRow>(view, {key.post});
        if (post && IsInForce(appointment, now) &&
            std::find(post->roles.begin(), post->roles.end(), role) != post->roles.end()) {
          holders.insert(key.holder);
        }
        return true;
      });
  return {holders.begin(), holders.end()};
}

}  // namespace enishi
