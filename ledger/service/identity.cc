#include "ledger/service/identity.h"

#include <set>
#include <string>
#include <utility>

namespace enishi {

std::optional<Rejection> CheckGenesis(const LedgerIdentity& identity, const Genesis& genesis) {
  const auto differs = [](std::string pointer) {
    return Rejection{Reason::kFieldInvalid, std::move(pointer), "not what this service has"};
  };
  if (genesis.origin != identity.origin) return differs("/origin");
  if (genesis.clock != identity.clock) return differs("/clock");
  if (genesis.log_key != identity.log_key) return differs("/log_key");
  if (genesis.service_key != identity.service_key) return differs("/service_key");
  if (identity.administrators.empty()) {
    return Rejection{Reason::kFieldInvalid, "/administrators",
                     "the service's settings name no administrators yet"};
  }
  const std::set<PublicKey> named(identity.administrators.begin(), identity.administrators.end());
  if (std::set<PublicKey>(genesis.administrators.begin(), genesis.administrators.end()) != named) {
    return Rejection{Reason::kFieldInvalid, "/administrators",
                     "not those whom the service's settings name"};
  }
  return std::nullopt;
}

}  // namespace enishi
