#pragma once

#include <array>
#include <string_view>
#include <tuple>
#include <vector>

#include "ledger/rules/state/row.h"

// Who holds which points. Fold writes HoldingRow; it is not part of an outcome.

namespace enishi {

/// Who holds points: an account, or one of the system accounts of a currency.
enum class HolderKind : uint8_t { kAccount, kIssued, kClearing, kRedeemed, kExpired, kWithdrawn };
template <>
struct EnumNames<HolderKind> {
  static constexpr std::array<std::string_view, 6> kNames = {"account",  "issued",  "clearing",
                                                             "redeemed", "expired", "withdrawn"};
};

/// The expiry date of a lot that never expires.
inline constexpr Date kNever{Date::kMaxDay};

/// An amount of one lot class with its expiry date. Below zero only in `issued`.
struct Lot {
  uint32_t lot_class = 0;
  Date expires_on;     // the last day on which it can be spent
  int64_t amount = 0;  // in the currency's smallest unit
  uint64_t since = 0;  // the entry that first brought it here
  bool operator==(const Lot&) const = default;
  static constexpr auto Fields() {
    return std::tuple{Field{"lot_class", &Lot::lot_class}, Field{"expires_on", &Lot::expires_on},
                      Field{"amount", &Lot::amount}, Field{"since", &Lot::since}};
  }
};

/// All lots of an account, or all lots of one class in a system account. Lots of amount zero are
/// dropped.
struct HoldingRow {
  static constexpr char kTable = 'h';
  static constexpr std::string_view kName = "holding";
  struct Key {
    HolderKind kind = HolderKind::kAccount;
    AccountId account;       // none for a system account
    uint32_t lot_class = 0;  // zero for an account
    static constexpr auto Fields() {
      return std::tuple{Field{"kind", &Key::kind}, Field{"account", &Key::account},
                        Field{"lot_class", &Key::lot_class}};
    }
  };
  uint64_t last = 0;  // the latest entry that posted here, plus one; the head of its history
  std::vector<Lot> lots;
  static constexpr auto Fields() {
    return std::tuple{Field{"last", &HoldingRow::last}, Field{"lots", &HoldingRow::lots}};
  }
};

/// An entry of the sweep's work list: the account may have lots that expire on that day.
struct ExpiryRow {
  static constexpr char kTable = 'e';
  static constexpr std::string_view kName = "expiry";
  struct Key {
    Date expires_on;
    AccountId account;
    static constexpr auto Fields() {
      return std::tuple{Field{"expires_on", &Key::expires_on}, Field{"account", &Key::account}};
    }
  };
  static constexpr auto Fields() { return std::tuple{}; }
};

}  // namespace enishi
