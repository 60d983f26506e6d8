#include "ledger/rules/authority.h"

#include <algorithm>
#include <set>

namespace enishi {
namespace {

constexpr Requirement kRequirements[] = {
    {RulesActivate::kKind, AccountKind::kOfficial, Role::kAdministrator, true},
    {ClockAdvance::kKind, AccountKind::kOfficial, Role::kAdministrator},
    {PostCreate::kKind, AccountKind::kOfficial, Role::kAdministrator, true},
    {PostAppoint::kKind, AccountKind::kOfficial, Role::kAdministrator, true},
    {PostDismiss::kKind, AccountKind::kOfficial, Role::kAdministrator, true},
    {CurrencyCreate::kKind, AccountKind::kOfficial, Role::kAdministrator, true},
    {ProgrammeCreate::kKind, AccountKind::kOfficial, Role::kPlanner, true},
    {AccountOpen::kKind, AccountKind::kOfficial, Role::kRegistrar, false, true},
    {AccountEnrol::kKind, AccountKind::kOfficial, Role::kRegistrar},
    {ActivityCreate::kKind, AccountKind::kOfficial, Role::kCoordinator},
    {Charge::kKind, AccountKind::kOfficial, Role::kCashier},
    {KeyAdd::kKind, std::nullopt, std::nullopt, false, true},
    {KeyRevoke::kKind, std::nullopt, std::nullopt},
    {ParticipationRecord::kKind, std::nullopt, std::nullopt},
    {ParticipationClaim::kKind, AccountKind::kParticipant, std::nullopt},
    {PaymentPay::kKind, AccountKind::kParticipant, std::nullopt},
    {CodeCancel::kKind, AccountKind::kParticipant, std::nullopt},
    {PaymentCapture::kKind, AccountKind::kShop, std::nullopt},
};

const Requirement& RequirementOf(std::string_view kind) {
  const auto* at = std::find_if(std::begin(kRequirements), std::end(kRequirements),
                                [&](const Requirement& row) { return row.kind == kind; });
  CHECK(at != std::end(kRequirements));
  return *at;
}

bool IsInForce(const AppointmentRow& appointment, Timestamp now) {
  const Date today = Date::Of(now);
  return appointment.from <= today && today <= appointment.until && !appointment.dismissed_at;
}

std::string AccountPrefix(AccountId account) {
  std::string prefix;
  PutBytes(prefix, account.bytes());
  return prefix;
}

Amount AmountOf(const Payload& payload) {
  return std::visit(
      [](const auto& kind) {
        if constexpr (requires { Amount(kind.amount); }) return kind.amount;
        return Amount();
      },
      payload);
}

bool IsLimited(const KeyRow& key) { return key.kinds || key.amount_max || key.until; }

// A limited key that could change its account's keys would have no limits, and one with an end
// would have none.
bool KindAllowed(const KeyRow& key, std::string_view kind) {
  if (IsLimited(key) && (kind == KeyAdd::kKind || kind == KeyRevoke::kKind)) return false;
  return !key.kinds || std::any_of(key.kinds->begin(), key.kinds->end(),
                                   [&](const Reference& name) { return name.text == kind; });
}

std::optional<Reason> KeyRefusal(const std::optional<KeyRow>& key, std::string_view kind,
                                 Amount amount, Timestamp now) {
  if (!key) return Reason::kKeyUnknown;
  if (key->revoked_at) return Reason::kKeyRevoked;
  if (key->until && now >= key->until->End()) return Reason::kKeyExpired;
  if (!KindAllowed(*key, kind)) return Reason::kKeyKindNotAllowed;
  if (key->amount_max && amount > *key->amount_max) return Reason::kKeyAmountExceeded;
  return std::nullopt;
}

// The key that an instruction brings into the ledger. It signs to show that whoever holds it
// agrees, and for nothing else: it is nobody's authority, and no limit of a key is about it.
const PublicKey* NewKeyOf(const Payload& payload) {
  if (const auto* opening = std::get_if<AccountOpen>(&payload)) return &opening->key;
  if (const auto* add = std::get_if<KeyAdd>(&payload)) return &add->key;
  return nullptr;
}

// Reads the keys that signed; refuses with the reason that comes first in the precedence.
Checked<std::vector<AccountId>> SignersOf(const Context& context, const Instruction& instruction) {
  std::vector<AccountId> signers;
  std::optional<Reason> first;
  const PublicKey* new_key = NewKeyOf(instruction.payload);
  for (const SignedBy& by : instruction.signatures) {
    if (new_key != nullptr && by.key == *new_key) continue;
    const auto key = Find<KeyRow>(context.view, {by.key});
    const auto refusal =
        KeyRefusal(key, KindName(instruction.payload), AmountOf(instruction.payload), context.now);
    if (refusal && (!first || *refusal < *first)) first = refusal;
    if (key) signers.push_back(key->account);
  }
  if (first) return Rejection{*first};
  return signers;
}

bool HasRole(const Context& context, AccountId account, Role role) {
  const std::vector<Role> roles = RolesOf(context.view, account, context.now);
  return std::find(roles.begin(), roles.end(), role) != roles.end();
}

std::optional<Rejection> CheckRole(const Context& context, const LedgerRow& ledger,
                                   const Requirement& requirement, AccountId actor,
                                   const std::vector<AccountId>& signers) {
  if (!HasRole(context, actor, *requirement.role)) return Rejection{Reason::kRoleMissing};
  if (!requirement.quorum) return std::nullopt;
  std::set<AccountId> approving;
  for (const AccountId& signer : signers) {
    if (HasRole(context, signer, *requirement.role)) approving.insert(signer);
  }
  if (approving.size() < ledger.quorum) return Rejection{Reason::kQuorumNotMet};
  return std::nullopt;
}

// Every signature beside a new key's must be one that the instruction needs: the actor's, or for a
// quorum one each of distinct holders of the role.
bool AllNeeded(const Context& context, const Requirement& requirement,
               const std::vector<AccountId>& signers) {
  if (!requirement.quorum) return signers.size() == 1;
  const std::set<AccountId> distinct(signers.begin(), signers.end());
  return distinct.size() == signers.size() &&
         std::all_of(signers.begin(), signers.end(), [&](const AccountId& signer) {
           return HasRole(context, signer, *requirement.role);
         });
}

// The service has a key and a name, but no account of its own.
std::optional<Rejection> CheckService(const Context& context, const LedgerRow& ledger,
                                      const Instruction& instruction) {
  const AccountId actor = instruction.header.account;
  if (actor != AccountId::FromKey(ledger.service_key)) {
    const bool exists = Find<AccountRow>(context.view, {actor}).has_value();
    return Rejection{exists ? Reason::kAccountKindWrong : Reason::kAccountUnknown};
  }
  if (!IsSignedBy(instruction, ledger.service_key)) return Rejection{Reason::kActorNotSigned};
  if (instruction.signatures.size() > 1) return Rejection{Reason::kSignerUnneeded};
  return std::nullopt;
}

// Only people are enrolled, and only as participants.
bool EnrolsNoPerson(const Payload& payload) {
  const auto* opening = std::get_if<AccountOpen>(&payload);
  return opening != nullptr && opening->enrolled && opening->holder != AccountKind::kParticipant;
}

}  // namespace

std::span<const Requirement> Requirements() { return kRequirements; }

bool IsSignedBy(const Instruction& instruction, const PublicKey& key) {
  return std::any_of(instruction.signatures.begin(), instruction.signatures.end(),
                     [&](const SignedBy& by) { return by.key == key; });
}

std::optional<Rejection> CheckAuthority(const Context& context, const LedgerRow& ledger,
                                        const Instruction& instruction) {
  if (std::holds_alternative<ExpirySweep>(instruction.payload)) {
    return CheckService(context, ledger, instruction);
  }
  const Requirement& requirement = RequirementOf(KindName(instruction.payload));
  const AccountId actor = instruction.header.account;
  const auto account = Find<AccountRow>(context.view, {actor});
  if (!account) return Rejection{Reason::kAccountUnknown};
  if (requirement.actor && account->kind != *requirement.actor) {
    return Rejection{Reason::kAccountKindWrong};
  }
  if (EnrolsNoPerson(instruction.payload)) {
    return Rejection{Reason::kAccountKindWrong, "/enrolled", "only participants are enrolled"};
  }
  const auto signers = SignersOf(context, instruction);
  if (!signers) return signers.error();
  if (std::find(signers->begin(), signers->end(), actor) == signers->end()) {
    return Rejection{Reason::kActorNotSigned};
  }
  if (requirement.role) {
    if (auto refused = CheckRole(context, ledger, requirement, actor, *signers)) return refused;
  }
  if (!AllNeeded(context, requirement, *signers)) return Rejection{Reason::kSignerUnneeded};
  return std::nullopt;
}

std::optional<Rejection> CheckNoSelfApproval(const Context& context, const Instruction& instruction,
                                             AccountId beneficiary) {
  for (const SignedBy& by : instruction.signatures) {
    const auto key = Find<KeyRow>(context.view, {by.key});
    if (key && key->account == beneficiary) return Rejection{Reason::kSignerBenefits};
  }
  return std::nullopt;
}

bool KeyMaySign(const Context& context, const PublicKey& key, AccountId account,
                std::string_view kind, Amount amount) {
  const auto row = Find<KeyRow>(context.view, {key});
  return !KeyRefusal(row, kind, amount, context.now) && row->account == account;
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
