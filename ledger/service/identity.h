#pragma once

#include <optional>
#include <vector>

#include "ledger/instruction/kinds.h"
#include "ledger/instruction/rejection.h"
#include "ledger/keys/keys.h"

namespace enishi {

/// The configuration of a service that its genesis must match.
struct LedgerIdentity {
  Origin origin;
  ClockMode clock = ClockMode::kReal;
  PublicKey log_key;
  PublicKey service_key;
  /// The first administrators, in any order. All of them sign the genesis. If empty, every genesis
  /// is refused.
  std::vector<PublicKey> administrators;
};

/// Why the service refuses this genesis, with the field that differs, or nullopt. A genesis is
/// final: one that differs would found a ledger that this service cannot serve, and one with other
/// administrators would give the ledger to whoever sent it first.
std::optional<Rejection> CheckGenesis(const LedgerIdentity& identity, const Genesis& genesis);

}  // namespace enishi
