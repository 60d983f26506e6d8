#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <tuple>
#include <vector>

#include "ledger/instruction/fields.h"
#include "ledger/instruction/kinds/description.h"

// The keys of an account: key.add, key.revoke.

namespace enishi {

/// Who keeps the secret key: its holder, or the issuer for them. The log shows it for every key.
enum class Custody : uint8_t { kHolder, kIssuer };
template <>
struct EnumNames<Custody> {
  static constexpr std::array<std::string_view, 2> kNames = {"holder", "issuer"};
};

/// Adds a key to the acting account, with or without limits. Signed by both keys.
struct KeyAdd {
  static constexpr std::string_view kKind = "key.add";
  PublicKey key;
  Custody custody = Custody::kHolder;
  std::optional<std::vector<Reference>> kinds;  // may sign these kinds only
  std::optional<Amount> amount_max;             // and no amount above this
  std::optional<Date> until;                    // and not after this day
  static constexpr auto Fields() {
    return std::tuple{Field{"key", &KeyAdd::key}, Field{"custody", &KeyAdd::custody},
                      Field{"kinds", &KeyAdd::kinds}, Field{"amount_max", &KeyAdd::amount_max},
                      Field{"until", &KeyAdd::until}};
  }
  static constexpr auto Description() {
    return KindDescription<KeyAdd>{
        .command = Command{"account", "key-add"},
        .effect = Effect::kNone,
        .amount = kNoAmount,
        .readers = kActorOnly,
        .new_key = [](const KeyAdd& add) { return &add.key; },
        .code_is_signed = kNoCode,
        .reference = kNoReference,
        .facts = Facts::kNone,
    };
  }
};

/// Revokes a key of the acting account, from this entry on.
struct KeyRevoke {
  static constexpr std::string_view kKind = "key.revoke";
  PublicKey key;
  static constexpr auto Fields() { return std::tuple{Field{"key", &KeyRevoke::key}}; }
  static constexpr auto Description() {
    return KindDescription<KeyRevoke>{
        .command = Command{"account", "key-revoke"},
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
