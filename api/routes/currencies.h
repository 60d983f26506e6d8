#pragma once

#include "api/routes/context.h"

namespace enishi {

/// GET /v1/currencies: all currencies with their totals.
Response GetCurrencies(ApiContext& context, const Call& call);
/// GET /v1/currencies/{currency}
Response GetCurrency(ApiContext& context, const Call& call);

}  // namespace enishi
