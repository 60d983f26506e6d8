#pragma once

#include <string_view>
#include <tuple>

#include "ledger/instruction/kinds/account.h"
#include "ledger/rules/state/row.h"

// Accounts.

namespace enishi {

struct AccountRow {
  static constexpr char kTable = 'a';
  static constexpr std::string_view kName = "account";
  struct Key {
    AccountId account;
    static constexpr auto Fields() { return std::tuple{Field{"account", &Key::account}}; }
  };
  AccountKind kind = AccountKind::kParticipant;
  bool enrolled = false;
  Timestamp opened_at;
  static constexpr auto Fields() {
    return std::tuple{Field{"kind", &AccountRow::kind}, Field{"enrolled", &AccountRow::enrolled},
                      Field{"opened_at", &AccountRow::opened_at}};
  }
};

}  // namespace enishi
