#pragma once

#include <memory>

#include "ledger/base/result.h"
#include "ledger/keys/keys.h"
#include "ledger/service/ledger_service.h"

namespace enishi {

/// Replays what the state lacks and refuses a log behind its last head, or without one. The keys
/// are the log's and the service's. A genesis that names other keys, another origin or clock is
/// refused, and a service whose ledger has one does not open.
Result<std::unique_ptr<LedgerService>, StorageFailure> OpenLedger(
    const LedgerService::Options& options, SigningKey log_key, SigningKey service_key);

}  // namespace enishi
