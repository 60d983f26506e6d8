#pragma once

#include "api/routes/context.h"

namespace enishi {

/// GET /metrics: counters of the ledger and of HTTP in the Prometheus text format, version 0.0.4.
Response GetMetrics(ApiContext& context, const Call& call);

}  // namespace enishi
