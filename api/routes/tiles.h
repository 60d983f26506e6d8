#pragma once

#include "api/routes/context.h"

namespace enishi {

/// GET /tile/{tile...}: a tile of hashes.
Response GetTile(ApiContext& context, const Call& call);
/// GET /tile/entries/{bundle...}: a bundle of leaves.
Response GetEntryBundle(ApiContext& context, const Call& call);

}  // namespace enishi
