#pragma once

#include <optional>
#include <string_view>
#include <tuple>

#include "ledger/instruction/code_fields.h"
#include "ledger/instruction/fields.h"
#include "ledger/instruction/kinds/description.h"

// Paying a shop: payment.pay, payment.capture.

namespace enishi {

/// Pays a shop. Signed by the payer, a participant.
struct PaymentPay {
  static constexpr std::string_view kKind = "payment.pay";
  AccountId shop;
  CurrencyCode currency;
  Amount amount;
  std::optional<Reference> reference;
  static constexpr auto Fields() {
    return std::tuple{Field{"shop", &PaymentPay::shop}, Field{"currency", &PaymentPay::currency},
                      Field{"amount", &PaymentPay::amount},
                      Field{"reference", &PaymentPay::reference}};
  }
  static constexpr auto Description() {
    return KindDescription<PaymentPay>{
        .command = Command{"pay", "send"},
        .effect = Effect::kSpends,
        .amount = [](const PaymentPay& pay) { return pay.amount; },
        .readers = [](const PaymentPay& pay) { return Accounts{pay.shop}; },
        .new_key = kNoNewKey,
        .code_is_signed = kNoCode,
        .reference = [](const PaymentPay& pay) { return pay.reference; },
        .facts = Facts::kCounted,
    };
  }
};

/// Takes a payment with the payer's signed code. Signed by the shop.
struct PaymentCapture {
  static constexpr std::string_view kKind = "payment.capture";
  SignedPaymentCode code;
  Amount amount;
  std::optional<Reference> reference;
  static constexpr auto Fields() {
    return std::tuple{Field{"code", &PaymentCapture::code},
                      Field{"amount", &PaymentCapture::amount},
                      Field{"reference", &PaymentCapture::reference}};
  }
  static constexpr auto Description() {
    return KindDescription<PaymentCapture>{
        .command = Command{"shop", "capture"},
        .effect = Effect::kSpends,
        .amount = [](const PaymentCapture& capture) { return capture.amount; },
        .readers = [](const PaymentCapture& capture) { return Accounts{capture.code.code.payer}; },
        .new_key = kNoNewKey,
        .code_is_signed =
            [](const PaymentCapture& capture) { return capture.code.VerifySignature(); },
        .reference = [](const PaymentCapture& capture) { return capture.reference; },
        .facts = Facts::kCounted,
    };
  }
};

}  // namespace enishi
