#pragma once

#include "api/routes/context.h"

namespace enishi {

/// GET /v1/accounts/{account}/lots: the lots of an account and its balance in each currency.
Response GetLots(ApiContext& context, const Call& call);

}  // namespace enishi
