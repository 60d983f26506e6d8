#include "ledger/rules/authority.h"
#include "ledger/rules/rules.h"

namespace enishi {
namespace {

Outcome OpenAccount(const RuleInput& in, const AccountOpen& opening) {
  const AccountId account = AccountId::FromKey(opening.key);
  Outcome outcome;
  outcome.Put<AccountRow>({account}, AccountRow{opening.holder, opening.enrolled, in.context.now});
  KeyRow key;
  key.account = account;
  key.custody = opening.custody;
  PutKey(outcome, account, opening.key, key);
  return outcome;
}

}  // namespace

Checked<Outcome> ApplySelfOpening(const RuleInput& in, const AccountOpen& opening) {
  if (opening.holder != AccountKind::kParticipant || opening.enrolled) {
    return Rejection{Reason::kAccountKindWrong, "/holder"};
  }
  if (!IsSignedBy(in.instruction, opening.key)) return Rejection{Reason::kActorNotSigned};
  if (in.instruction.signatures.size() > 1) return Rejection{Reason::kSignerUnneeded};
  if (auto refused = CheckFreshKey(in, opening.key)) return *std::move(refused);
  return OpenAccount(in, opening);
}

Checked<Outcome> Rule(const RuleInput& in, const AccountOpen& opening) {
  if (auto refused = CheckFreshKey(in, opening.key)) return *std::move(refused);
  return OpenAccount(in, opening);
}

Checked<Outcome> Rule(const RuleInput& in, const AccountEnrol& enrol) {
  auto account = Find<AccountRow>(in.context.view, {enrol.participant});
  if (account && account->enrolled) return Rejection{Reason::kAlreadyEnrolled, "/participant"};
  if (!account || account->kind != AccountKind::kParticipant) {
    return Rejection{Reason::kParticipantUnknown, "/participant"};
  }
  account->enrolled = true;
  Outcome outcome;
  outcome.Put<AccountRow>({enrol.participant}, *account);
  return outcome;
}

}  // namespace enishi
