#pragma once

#include <string_view>
#include <tuple>

#include "ledger/instruction/code_fields.h"
#include "ledger/instruction/fields.h"
#include "ledger/instruction/kinds/description.h"

// Payment codes: code.cancel.

namespace enishi {

/// Cancels a payment code. Signed by the payer who signed the code.
struct CodeCancel {
  static constexpr std::string_view kKind = "code.cancel";
  SignedPaymentCode code;
  static constexpr auto Fields() { return std::tuple{Field{"code", &CodeCancel::code}}; }
  static constexpr auto Description() {
    return KindDescription<CodeCancel>{
        .command = Command{"pay", "cancel-code"},
        .effect = Effect::kNone,
        .amount = kNoAmount,
        .readers = kActorOnly,
        .new_key = kNoNewKey,
        .code_is_signed = [](const CodeCancel& cancel) { return cancel.code.VerifySignature(); },
        .reference = kNoReference,
        .facts = Facts::kNone,
    };
  }
};

}  // namespace enishi
