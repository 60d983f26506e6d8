#pragma once

#include <optional>
#include <vector>

#include "ledger/instruction/kinds.h"
#include "ledger/instruction/rejection.h"
#include "ledger/keys/keys.h"

namespace enishi {

/// What a service is set up to be, before and after its genesis: the genesis must say the same.
struct LedgerIdentity {
  Origin origin;
  ClockMode clock = ClockMode::kReal;
  PublicKey log_key;
  PublicKey service_key;
  /// Who may found the ledger: its first administrators, all of whom sign the genesis. In any
  /// order; without one no genesis is taken.
  std::vector<PublicKey> administrators;
};

/// Why the service does not take this genesis, with the field that differs. A genesis cannot be
/// taken back; one that says something else would make a ledger that this service cannot serve, and
/// one of other administrators would make it theirs who came first.
std::optional<Rejection> CheckGenesis(const LedgerIdentity& identity, const Genesis& genesis);

}  // namespace enishi
