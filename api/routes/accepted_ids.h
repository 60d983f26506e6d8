#pragma once

#include "api/routes/context.h"

namespace enishi {

/// GET /v1/ids/{account}/{id}: the index of the entry that the id of an instruction became.
Response GetAcceptedId(ApiContext& context, const Call& call);

}  // namespace enishi
