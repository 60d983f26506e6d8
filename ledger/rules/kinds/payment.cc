#include "ledger/rules/kinds/payment.h"

#include "ledger/rules/kinds/code.h"
#include "ledger/rules/limits.h"
#include "ledger/rules/lots.h"
#include "ledger/rules/state/rows/currency.h"

namespace enishi {
namespace {

std::optional<Rejection> CheckAmount(const CurrencyRow& currency, Amount amount) {
  if (amount.IsZero()) return Rejection{Reason::kAmountZero, "/amount"};
  if (amount > currency.payment_max) return Rejection{Reason::kPaymentTooLarge, "/amount"};
  return std::nullopt;
}

// Checks what the code itself allows, before anything depends on the payer's points.
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
  if (code.valid_until.ms > context.now.ms + life_max) return no(Reason::kCodeLifetimeTooLong);
  const bool above_open = code.amount_max > currency.open_code_max;
  if (above_open && !code.payee) return no(Reason::kCodePayeeRequired);
  if (code.payee && *code.payee != shop) return no(Reason::kCodePayeeWrong);
  if (IsCodeUsed(context, code)) return no(Reason::kCodeUsed);
  if (amount > code.amount_max || (above_open && amount != code.amount_max)) {
    return Rejection{Reason::kCodeAmountExceeded, "/amount"};
  }
  return std::nullopt;
}

}  // namespace

Authority AuthorityOf(const RuleInput& /*in*/, const PaymentPay& /*pay*/) {
  return ByAccount(AccountKind::kParticipant);
}

void AddRows(RowKeys& keys, const Header& header, const PaymentPay& /*pay*/) {
  keys.AddAccount(header.account);
  keys.AddHolding(header.account);
}

Checked<Outcome> Rule(const RuleInput& in, const PaymentPay& pay) {
  const auto currency = Find<CurrencyRow>(in.context.view, {pay.currency});
  if (!currency) return Rejection{Reason::kCurrencyUnknown, "/currency"};
  if (!IsOfKind(in.context.view, pay.shop, AccountKind::kShop)) {
    return Rejection{Reason::kShopUnknown, "/shop"};
  }
  if (auto refused = CheckAmount(*currency, pay.amount)) return *std::move(refused);
  return MoveLots(in.context, {.payer = in.header.account,
                               .payee = pay.shop,
                               .payee_kind = AccountKind::kShop,
                               .currency = pay.currency,
                               .amount = pay.amount});
}

Authority AuthorityOf(const RuleInput& /*in*/, const PaymentCapture& /*capture*/) {
  return ByAccount(AccountKind::kShop);
}

void AddRows(RowKeys& keys, const Header& header, const PaymentCapture& capture) {
  const PaymentCode& code = capture.code.code;
  keys.AddAccount(header.account);
  keys.AddHolding(header.account);
  keys.AddAccount(code.payer);
  keys.AddHolding(code.payer);
  keys.AddKey(code.key);
}

Checked<Outcome> Rule(const RuleInput& in, const PaymentCapture& capture) {
  const PaymentCode& code = capture.code.code;
  const AccountId shop = in.header.account;
  const auto currency = Find<CurrencyRow>(in.context.view, {code.currency});
  if (!currency) return Rejection{Reason::kCurrencyUnknown, "/code"};
  if (auto refused = CheckAmount(*currency, capture.amount)) return *std::move(refused);
  if (auto refused = CheckCode(in.context, *currency, code, shop, capture.amount)) {
    return *std::move(refused);
  }
  auto outcome = MoveLots(in.context, {.payer = code.payer,
                                       .payee = shop,
                                       .payee_kind = AccountKind::kShop,
                                       .currency = code.currency,
                                       .amount = capture.amount});
  // The shop learns only that the payer's points are too few: why would tell it about lots that are
  // the payer's own business.
  if (!outcome) return Rejection{Reason::kInsufficientFunds};
  PutUsedCode(*outcome, code);
  return outcome;
}

}  // namespace enishi
