#pragma once

#include "api/routes/context.h"

namespace enishi {

/// GET /healthz: 200 while the ledger takes instructions, 503 with the cause when it is read-only.
Response GetHealth(ApiContext& context, const Call& call);

}  // namespace enishi
