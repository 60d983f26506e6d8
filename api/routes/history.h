#pragma once

#include "api/routes/context.h"

namespace enishi {

/// GET /v1/accounts/{account}/history: the entries that posted to an account, newest first.
Response GetHistory(ApiContext& context, const Call& call);

}  // namespace enishi
