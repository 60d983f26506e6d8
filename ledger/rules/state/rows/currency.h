#pragma once

#include <optional>
#include <string_view>
#include <tuple>

#include "ledger/rules/state/row.h"

// Currencies and their lot classes.

namespace enishi {

struct CurrencyRow {
  static constexpr char kTable = 'c';
  static constexpr std::string_view kName = "currency";
  struct Key {
    CurrencyCode currency;
    static constexpr auto Fields() { return std::tuple{Field{"currency", &Key::currency}}; }
  };
  MunicipalityCode issuer;
  std::optional<uint32_t> paid_months;
  Amount payment_max;
  Amount open_code_max;
  uint32_t paid_lot_class = 0;
  static constexpr auto Fields() {
    return std::tuple{Field{"issuer", &CurrencyRow::issuer},
                      Field{"paid_months", &CurrencyRow::paid_months},
                      Field{"payment_max", &CurrencyRow::payment_max},
                      Field{"open_code_max", &CurrencyRow::open_code_max},
                      Field{"paid_lot_class", &CurrencyRow::paid_lot_class}};
  }
};

/// A lot class: paid value sold in a currency (no programme), or the bonus of a programme.
struct LotClassRow {
  static constexpr char kTable = 't';
  static constexpr std::string_view kName = "lot_class";
  struct Key {
    uint32_t lot_class = 0;
    static constexpr auto Fields() { return std::tuple{Field{"lot_class", &Key::lot_class}}; }
  };
  CurrencyCode currency;
  std::optional<Code> programme;
  static constexpr auto Fields() {
    return std::tuple{Field{"currency", &LotClassRow::currency},
                      Field{"programme", &LotClassRow::programme}};
  }
  [[nodiscard]] bool paid() const { return !programme.has_value(); }
};

}  // namespace enishi
