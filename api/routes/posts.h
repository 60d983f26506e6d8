#pragma once

#include "api/routes/context.h"

namespace enishi {

/// GET /v1/posts: all posts with their roles and holders.
Response GetPosts(ApiContext& context, const Call& call);

}  // namespace enishi
