#pragma once

#include "api/routes/context.h"

namespace enishi {

/// GET /v1/activities: a page of the activities in the order of their codes.
Response GetActivities(ApiContext& context, const Call& call);

}  // namespace enishi
