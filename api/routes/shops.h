#pragma once

#include "api/routes/context.h"

namespace enishi {

/// GET /v1/shops: a page of the shops in the order of their ids.
Response GetShops(ApiContext& context, const Call& call);

}  // namespace enishi
