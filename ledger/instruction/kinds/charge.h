#pragma once

#include <optional>
#include <string_view>
#include <tuple>

#include "ledger/instruction/fields.h"
#include "ledger/instruction/kinds/description.h"

// Points sold at the counter: charge.

namespace enishi {

/// Sells points for cash at the counter, one point for the currency's smallest unit.
/// Signed by a cashier.
struct Charge {
  static constexpr std::string_view kKind = "charge";
  AccountId participant;
  CurrencyCode currency;
  Amount amount;
  std::optional<Reference> reference;
  static constexpr auto Fields() {
    return std::tuple{Field{"participant", &Charge::participant},
                      Field{"currency", &Charge::currency}, Field{"amount", &Charge::amount},
                      Field{"reference", &Charge::reference}};
  }
  static constexpr auto Description() {
    return KindDescription<Charge>{
        .command = Command{"office", "charge"},
        .effect = Effect::kIssues,
        .amount = [](const Charge& charge) { return charge.amount; },
        .readers = [](const Charge& charge) { return Accounts{charge.participant}; },
        .new_key = kNoNewKey,
        .code_is_signed = kNoCode,
        .reference = [](const Charge& charge) { return charge.reference; },
        .facts = Facts::kCounted,
    };
  }
};

}  // namespace enishi
