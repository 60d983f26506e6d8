#pragma once

#include <optional>
#include <string_view>
#include <tuple>

#include "ledger/instruction/fields.h"
#include "ledger/instruction/kinds/description.h"

// Currencies: currency.create.

namespace enishi {

/// Creates a currency and the lot class of its paid value. Signed by a quorum of administrators.
struct CurrencyCreate {
  static constexpr std::string_view kKind = "currency.create";
  CurrencyCode currency;
  MunicipalityCode issuer;
  /// Paid value lasts to the end of the month this many months after its sale; absent: for ever.
  std::optional<uint32_t> paid_months;
  Amount payment_max;    // the largest payment
  Amount open_code_max;  // the most a payment code without a payee may take
  static constexpr auto Fields() {
    return std::tuple{Field{"currency", &CurrencyCreate::currency},
                      Field{"issuer", &CurrencyCreate::issuer},
                      Field{"paid_months", &CurrencyCreate::paid_months},
                      Field{"payment_max", &CurrencyCreate::payment_max},
                      Field{"open_code_max", &CurrencyCreate::open_code_max}};
  }
  static constexpr auto Description() {
    return KindDescription<CurrencyCreate>{
        .command = Command{"office", "currency"},
        .effect = Effect::kNone,
        .amount = kNoAmount,
        .readers = kActorOnly,
        .new_key = kNoNewKey,
        .code_is_signed = kNoCode,
        .reference = kNoReference,
        .facts = Facts::kNone,
    };
  }
};

}  // namespace enishi
