#pragma once

#include <cstdint>
#include <optional>

#include "ledger/base/identifiers.h"
#include "ledger/rules/state/view.h"

namespace enishi {

/// What the genesis and later quorum decisions settled.
struct LedgerSettings {
  uint32_t rules = 0;  // the version of the rules in force
  uint32_t quorum = 0;
  MunicipalityCode municipality;
};

/// The ledger's settings, or nullopt before the genesis.
std::optional<LedgerSettings> FindLedgerSettings(const View& view);

}  // namespace enishi
