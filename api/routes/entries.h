#pragma once

#include "api/routes/context.h"

namespace enishi {

/// GET /v1/entries/{index}: an entry as it was signed, and what it did.
Response GetEntry(ApiContext& context, const Call& call);
/// GET /v1/entries/{index}/receipt: the entry with its proof under the published head.
Response GetReceipt(ApiContext& context, const Call& call);

}  // namespace enishi
