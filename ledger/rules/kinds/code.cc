#include "ledger/rules/kinds/code.h"

#include "ledger/rules/state/rows/code.h"

namespace enishi {

bool IsCodeUsed(const Context& context, const PaymentCode& code) {
  const auto used = Find<UsedCodeRow>(context.view, {code.payer, {code.nonce}});
  return used && context.now <= used->valid_until;
}

void PutUsedCode(Outcome& outcome, const PaymentCode& code) {
  outcome.Put<UsedCodeRow>({code.payer, {code.nonce}}, UsedCodeRow{code.valid_until});
}

Authority AuthorityOf(const RuleInput& /*in*/, const CodeCancel& /*cancel*/) {
  return ByAccount(AccountKind::kParticipant);
}

void AddRows(RowKeys& keys, const Header& header, const CodeCancel& /*cancel*/) {
  keys.AddAccount(header.account);
}

Checked<Outcome> Rule(const RuleInput& in, const CodeCancel& cancel) {
  const PaymentCode& code = cancel.code.code;
  if (code.payer != in.header.account || code.ledger != in.context.ledger) {
    return Rejection{Reason::kCodeWrong, "/code"};
  }
  if (code.valid_until < in.context.now) return Rejection{Reason::kCodeExpired, "/code"};
  if (IsCodeUsed(in.context, code)) return Rejection{Reason::kCodeUsed, "/code"};
  Outcome outcome;
  PutUsedCode(outcome, code);
  return outcome;
}

}  // namespace enishi
