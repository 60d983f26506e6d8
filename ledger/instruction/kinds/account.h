#pragma once

#include <array>
#include <string_view>
#include <tuple>

#include "ledger/instruction/fields.h"
#include "ledger/instruction/kinds/description.h"
#include "ledger/instruction/kinds/key.h"

// Accounts: account.open, account.enrol.

namespace enishi {

enum class AccountKind : uint8_t { kParticipant, kShop, kCommunity, kOfficial };
template <>
struct EnumNames<AccountKind> {
  static constexpr std::array<std::string_view, 4> kNames = {"participant", "shop", "community",
                                                             "official"};
};

/// Opens an account whose id comes from `key`. Signed by a registrar and that key; or, for a
/// participant who is not enrolled, by that key as the new account.
struct AccountOpen {
  static constexpr std::string_view kKind = "account.open";
  PublicKey key;
  AccountKind holder = AccountKind::kParticipant;
  Custody custody = Custody::kHolder;
  bool enrolled = false;
  static constexpr auto Fields() {
    return std::tuple{Field{"key", &AccountOpen::key}, Field{"holder", &AccountOpen::holder},
                      Field{"custody", &AccountOpen::custody},
                      Field{"enrolled", &AccountOpen::enrolled}};
  }
  static constexpr auto Description() {
    return KindDescription<AccountOpen>{
        .command = Command{"office", "open"},
        .effect = Effect::kNone,
        .amount = kNoAmount,
        .readers = [](const AccountOpen& open) { return Accounts{AccountId::FromKey(open.key)}; },
        .new_key = [](const AccountOpen& open) { return &open.key; },
        .code_is_signed = kNoCode,
        .reference = kNoReference,
        .facts = Facts::kNone,
    };
  }
};

/// Records that a person was identified and can be awarded. Signed by a registrar.
struct AccountEnrol {
  static constexpr std::string_view kKind = "account.enrol";
  AccountId participant;
  static constexpr auto Fields() {
    return std::tuple{Field{"participant", &AccountEnrol::participant}};
  }
  static constexpr auto Description() {
    return KindDescription<AccountEnrol>{
        .command = Command{"office", "enrol"},
        .effect = Effect::kNone,
        .amount = kNoAmount,
        .readers = [](const AccountEnrol& enrol) { return Accounts{enrol.participant}; },
        .new_key = kNoNewKey,
        .code_is_signed = kNoCode,
        .reference = kNoReference,
        .facts = Facts::kNone,
    };
  }
};

}  // namespace enishi
