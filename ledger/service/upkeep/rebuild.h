#pragma once

#include "ledger/base/result.h"
#include "ledger/service/ledger_service.h"

namespace enishi {

/// Builds the state in `options.folder`/state anew from the log, beside the old one, and puts it
/// in its place. The rows come out byte for byte as they were.
Result<Unit, StorageFailure> RebuildState(const LedgerService::Options& options);

}  // namespace enishi
