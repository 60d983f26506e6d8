#pragma once

#include <string_view>
#include <tuple>

#include "ledger/rules/state/row.h"

// Which ids are used. Fold writes the row; it is not part of an outcome.

namespace enishi {

/// Which entry an account's id became. The key begins with the id, which begins with its time, so
/// that new rows are next to one another, which is much faster for the store than scattered rows.
struct IdRow {
  static constexpr char kTable = 'i';
  static constexpr std::string_view kName = "id";
  struct Key {
    Uuid id;
    AccountId account;
    static constexpr auto Fields() {
      return std::tuple{Field{"id", &Key::id}, Field{"account", &Key::account}};
    }
  };
  uint64_t index = 0;
  static constexpr auto Fields() { return std::tuple{Field{"index", &IdRow::index}}; }
};

}  // namespace enishi
