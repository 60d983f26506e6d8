#include "ledger/rules/authority.h"
#include "ledger/rules/limits.h"
#include "ledger/rules/lots.h"
#include "ledger/rules/rules.h"

namespace enishi {
namespace {

bool IsOfKind(const View& view, AccountId account, AccountKind kind) {
  const auto row = Find<AccountRow>(view, {account});
  return row && row->kind == kind;
}

std::optional<Rejection> CheckAmount(const CurrencyRow& currency, Amount amount) {
  if (amount.IsZero()) return Rejection{Reason::kAmountZero, "/amount"};
  if (amount > currency.payment_max) return Rejection{Reason::kPaymentTooLarge, "/amount"};
  return std::nullopt;
}

// Whether a code with this payer and nonce was captured or cancelled and has not ended since: once
// it has, its end refuses it, and an audit has forgotten it.
bool IsUsed(const Context& context, const PaymentCode& code) {
  const auto used = Find<UsedCodeRow>(context.view, {code.payer, {code.nonce}});
  return used && context.now <= used->valid_until;
}

// What the code itself allows, whatever the payer has.
std::optional<Rejection> CheckCode(const Context& context, const CurrencyRow& currency,
                                   const PaymentCode& code, AccountId shop, Amount amount) {
  const auto no = [](Reason reason) { return Rejection{reason, "/code"}; };
  if (code.ledger != context.ledger ||
      !KeyMaySign(context, code.key, code.payer, PaymentPay::kKind, amount) ||
      !IsOfKind(context.view, code.payer, AccountKind::kParticipant)) {
    return no(Reason::kCodeWrong);
  }
  if (code.valid_until < context.now) return no(Reason::kCodeExpired);
  const uint64_t life_max = code.payee ? kNamedCodeMsMax : kOpenCodeMsMax;
  if (code.valid_until.ms > context.now.ms + life_max) return no(Reason::kCodeLivesTooLong);
  const bool above_open = code.amount_max > currency.open_code_max;
  if (above_open && !code.payee) return no(Reason::kCodePayeeRequired);
  if (code.payee && *code.payee != shop) return no(Reason::kCodePayeeWrong);
  if (IsUsed(context, code)) return no(Reason::kCodeUsed);
  if (amount > code.amount_max || (above_open && amount != code.amount_max)) {
    return Rejection{Reason::kCodeAmountExceeded, "/amount"};
  }
  return std::nullopt;
}

}  // namespace

Checked<Outcome> Rule(const RuleInput& in, const Charge& charge) {
  const auto currency = Find<CurrencyRow>(in.context.view, {charge.currency});
  if (!currency) return Rejection{Reason::kCurrencyUnknown, "/currency"};
  if (!IsOfKind(in.context.view, charge.participant, AccountKind::kParticipant)) {
    return Rejection{Reason::kParticipantUnknown, "/participant"};
  }
  if (charge.amount.IsZero()) return Rejection{Reason::kAmountZero, "/amount"};
  const Date expires_on = currency->paid_months
                              ? Date::Of(in.context.now)
                                    .FirstOfMonth()
                                    .PlusMonths(static_cast<int>(*currency->paid_months))
                                    .LastOfMonth()
                              : kNever;
  return IssueLots(in.context, charge.participant, currency->paid_lot_class, expires_on,
                   charge.amount);
}

Checked<Outcome> Rule(const RuleInput& in, const PaymentPay& payment) {
  const auto currency = Find<CurrencyRow>(in.context.view, {payment.currency});
  if (!currency) return Rejection{Reason::kCurrencyUnknown, "/currency"};
  if (!IsOfKind(in.context.view, payment.shop, AccountKind::kShop)) {
    return Rejection{Reason::kShopUnknown, "/shop"};
  }
  if (auto refused = CheckAmount(*currency, payment.amount)) return *std::move(refused);
  auto postings = MoveLots(in.context, in.instruction.header.account, payment.shop,
                           payment.currency, payment.amount);
  if (!postings) return postings.error();
  return Outcome{*std::move(postings), {}};
}

Checked<Outcome> Rule(const RuleInput& in, const PaymentCapture& capture) {
  const PaymentCode& code = capture.code.code;
  const AccountId shop = in.instruction.header.account;
  const auto currency = Find<CurrencyRow>(in.context.view, {code.currency});
  if (!currency) return Rejection{Reason::kCurrencyUnknown, "/code"};
  if (auto refused = CheckAmount(*currency, capture.amount)) return *std::move(refused);
  if (auto refused = CheckCode(in.context, *currency, code, shop, capture.amount)) {
    return *std::move(refused);
  }
  auto postings = MoveLots(in.context, code.payer, shop, code.currency, capture.amount);
  // The shop is told that the payer's points do not do, and never why: the reason would tell it of
  // lots that are the payer's own business.
  if (!postings) return Rejection{Reason::kInsufficientFunds};
  Outcome outcome{*std::move(postings), {}};
  outcome.Put<UsedCodeRow>({code.payer, {code.nonce}}, UsedCodeRow{code.valid_until});
  return outcome;
}

Checked<Outcome> Rule(const RuleInput& in, const CodeCancel& cancel) {
  const PaymentCode& code = cancel.code.code;
  if (code.payer != in.instruction.header.account || code.ledger != in.context.ledger) {
    return Rejection{Reason::kCodeWrong, "/code"};
  }
  if (code.valid_until < in.context.now) return Rejection{Reason::kCodeExpired, "/code"};
  if (IsUsed(in.context, code)) return Rejection{Reason::kCodeUsed, "/code"};
  Outcome outcome;
  outcome.Put<UsedCodeRow>({code.payer, {code.nonce}}, UsedCodeRow{code.valid_until});
  return outcome;
}

}  // namespace enishi
