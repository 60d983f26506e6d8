#pragma once

#include "api/routes/context.h"

namespace enishi {

/// GET /v1/accounts/{account}: whether the account exists and its kind; for its holder, registrars
/// and auditors also its keys and roles.
Response GetAccount(ApiContext& context, const Call& call);

}  // namespace enishi
