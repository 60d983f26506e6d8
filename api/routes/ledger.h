#pragma once

#include "api/routes/context.h"

namespace enishi {

/// GET /v1/ledger: names, keys, clock, sizes and settings of the ledger.
Response GetLedger(ApiContext& context, const Call& call);

}  // namespace enishi
