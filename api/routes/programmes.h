#pragma once

#include "api/routes/context.h"

namespace enishi {

/// GET /v1/programmes: all programmes, each with how much of its budget is used.
Response GetProgrammes(ApiContext& context, const Call& call);

}  // namespace enishi
