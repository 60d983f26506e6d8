#pragma once

#include <optional>
#include <string_view>
#include <tuple>
#include <vector>

#include "ledger/instruction/kinds/key.h"
#include "ledger/rules/state/row.h"

// Keys and the accounts that they belong to.

namespace enishi {

struct KeyRow {
  static constexpr char kTable = 'k';
  static constexpr std::string_view kName = "key";
  struct Key {
    PublicKey key;
    static constexpr auto Fields() { return std::tuple{Field{"key", &Key::key}}; }
  };
  AccountId account;
  Custody custody = Custody::kHolder;
  std::optional<std::vector<Reference>> kinds;
  std::optional<Amount> amount_max;
  std::optional<Date> until;
  std::optional<Timestamp> revoked_at;
  static constexpr auto Fields() {
    return std::tuple{Field{"account", &KeyRow::account}, Field{"custody", &KeyRow::custody},
                      Field{"kinds", &KeyRow::kinds},     Field{"amount_max", &KeyRow::amount_max},
                      Field{"until", &KeyRow::until},     Field{"revoked_at", &KeyRow::revoked_at}};
  }
};

/// Which keys an account has.
struct AccountKeyRow {
  static constexpr char kTable = 'K';
  static constexpr std::string_view kName = "account_key";
  struct Key {
    AccountId account;
    PublicKey key;
    static constexpr auto Fields() {
      return std::tuple{Field{"account", &Key::account}, Field{"key", &Key::key}};
    }
  };
  static constexpr auto Fields() { return std::tuple{}; }
};

}  // namespace enishi
