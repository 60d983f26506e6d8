#pragma once

#include <memory>

#include "ledger/base/result.h"
#include "ledger/keys/keys.h"
#include "ledger/service/ledger_service.h"

namespace enishi {

/// Opens a ledger: replays the entries that the state lacks, and fails if the log is behind its
/// last head or has none. The keys are the log's and the service's. Fails if the ledger's genesis
/// names other keys, another origin or another clock; the service later refuses such a genesis.
Result<std::unique_ptr<LedgerService>, StorageFailure> OpenLedger(
    const LedgerService::Options& options, SigningKey log_key, SigningKey service_key);

}  // namespace enishi
