#pragma once

#include <string>
#include <string_view>

#include "api/http/message.h"
#include "ledger/instruction/rejection.h"

namespace enishi {

/// What the server itself can have against a request, beside the rejections of instructions
/// (ledger/instruction/rejection.h). Names are part of the HTTP contract (specs/http.md).
enum class Problem {
  kBadRequest,
  kUnauthorized,
  kForbidden,
  kNotFound,
  kMethodNotAllowed,
  kNotYetPublished,
  kTooLarge,
  kUnsupportedMediaType,
  kQueueFull,
  kOutcomeUnknown,
  kLedgerReadOnly,
  kStopping,
  kInternalError,
};

inline constexpr int kProblemCount = static_cast<int>(Problem::kInternalError) + 1;

std::string_view ProblemCode(Problem problem);
int ProblemStatus(Problem problem);
std::string_view ProblemTitle(Problem problem);

/// An answer of application/problem+json (RFC 9457): type, title, title_ja, status, code and, where
/// there is something to say, detail and pointer. Details are in English and for people; they never
/// hold what was sent.
Response ProblemResponse(Problem problem, std::string_view detail = "");
Response RejectionResponse(const Rejection& rejection);

/// For a request that was refused before it was one: the status is kept as it is.
Response FrameProblemResponse(int status, std::string_view detail);

}  // namespace enishi
