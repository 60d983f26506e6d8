#pragma once

#include "api/routes/context.h"

namespace enishi {

/// GET /checkpoint: the newest signed head, a C2SP checkpoint.
Response GetCheckpoint(ApiContext& context, const Call& call);
/// GET /v1/consistency?from=&to=: the proof that the tree of `to` entries extends that of `from`.
Response GetConsistency(ApiContext& context, const Call& call);

}  // namespace enishi
