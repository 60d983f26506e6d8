#include "ledger/rules/kinds/account.h"

#include "ledger/rules/kinds/key.h"
#include "ledger/rules/state/rows/account.h"

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

Authority AuthorityOf(const RuleInput& in, const AccountOpen& opening) {
  const bool self = in.header.account == AccountId::FromKey(opening.key);
  const bool participant = opening.holder == AccountKind::kParticipant;
  Authority authority = ByOfficial(Role::kRegistrar);
  if (self) {
    authority = ByAnyAccount();
    authority.signer = Authority::Signer::kNewAccount;
  }
  if (self && (!participant || opening.enrolled)) {
    authority.forbidden = Rejection{Reason::kAccountKindWrong, "/holder"};
  } else if (opening.enrolled && !participant) {
    authority.forbidden =
        Rejection{Reason::kAccountKindWrong, "/enrolled", "only participants are enrolled"};
  }
  return authority;
}

void AddRows(RowKeys& keys, const Header& header, const AccountOpen& /*opening*/) {
  keys.AddAccount(header.account);
}

Checked<Outcome> Rule(const RuleInput& in, const AccountOpen& opening) {
  if (auto refused = CheckNewKey(in, opening.key)) return *std::move(refused);
  return OpenAccount(in, opening);
}

Authority AuthorityOf(const RuleInput& /*in*/, const AccountEnrol& /*enrol*/) {
  return ByOfficial(Role::kRegistrar);
}

void AddRows(RowKeys& keys, const Header& header, const AccountEnrol& /*enrol*/) {
  keys.AddAccount(header.account);
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
