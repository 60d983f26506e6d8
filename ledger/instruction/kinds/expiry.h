#pragma once

#include <string_view>
#include <tuple>

#include "ledger/instruction/fields.h"
#include "ledger/instruction/kinds/description.h"

// The sweep of expired points: expiry.sweep.

namespace enishi {

/// Moves expired lots to the system account `expired`, a chunk at a time. Signed by
/// the service's key; the rule determines everything.
struct ExpirySweep {
  static constexpr std::string_view kKind = "expiry.sweep";
  static constexpr auto Fields() { return std::tuple{}; }
  static constexpr auto Description() {
    return KindDescription<ExpirySweep>{
        .command = kNoCommand,
        .effect = Effect::kExpires,
        .amount = kNoAmount,
        .readers = kActorOnly,
        .new_key = kNoNewKey,
        .code_is_signed = kNoCode,
        .reference = kNoReference,
        .facts = Facts::kCounted,
    };
  }
};

}  // namespace enishi
