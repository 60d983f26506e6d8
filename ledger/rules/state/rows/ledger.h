#pragma once

#include <string_view>
#include <tuple>

#include "ledger/instruction/kinds/ledger.h"
#include "ledger/rules/state/row.h"

// The settings of the ledger.

namespace enishi {

/// The settings of the ledger.
struct LedgerRow {
  static constexpr char kTable = 'l';
  static constexpr std::string_view kName = "ledger";
  struct Key {
    static constexpr auto Fields() { return std::tuple{}; }
  };
  Origin origin;
  MunicipalityCode municipality;
  ClockMode clock = ClockMode::kReal;
  uint32_t rules = 0;
  uint32_t quorum = 0;
  PublicKey log_key;
  PublicKey service_key;
  Timestamp simulated_now;  // zero on a real clock
  uint32_t next_lot_class = 1;
  static constexpr auto Fields() {
    return std::tuple{Field{"origin", &LedgerRow::origin},
                      Field{"municipality", &LedgerRow::municipality},
                      Field{"clock", &LedgerRow::clock},
                      Field{"rules", &LedgerRow::rules},
                      Field{"quorum", &LedgerRow::quorum},
                      Field{"log_key", &LedgerRow::log_key},
                      Field{"service_key", &LedgerRow::service_key},
                      Field{"simulated_now", &LedgerRow::simulated_now},
                      Field{"next_lot_class", &LedgerRow::next_lot_class}};
  }
};

}  // namespace enishi
