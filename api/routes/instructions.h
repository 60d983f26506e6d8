#pragma once

#include "api/routes/context.h"

namespace enishi {

/// POST /v1/instructions: one instruction as JSON, or many as NDJSON. The reply is sent after the
/// commit of everything that the answer depends on, from the committing thread or earlier.
void PostInstructions(ApiContext& context, const Call& call, Reply reply);

}  // namespace enishi
