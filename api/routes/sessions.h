#pragma once

#include "api/routes/context.h"

namespace enishi {

// A client opens a session in two steps: it asks for a challenge, signs it with a key of the
// account, and exchanges the signature for a short-lived token.

/// POST /v1/challenges
Response PostChallenge(ApiContext& context, const Call& call);
/// POST /v1/sessions
Response PostSession(ApiContext& context, const Call& call);

}  // namespace enishi
