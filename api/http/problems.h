#pragma once

#include <string>
#include <string_view>

#include "api/http/message.h"
#include "ledger/instruction/rejection.h"

namespace enishi {

/// The errors of the server itself, in addition to the rejections of instructions
/// (ledger/instruction/rejection.h). Codes are part of the HTTP contract (specs/http.md).
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

/// An answer of application/problem+json (RFC 9457): type, title, title_ja, status, code and, if
/// not empty, detail and pointer. Details are English text for people and never contain what the
/// client sent.
Response ProblemResponse(Problem problem, std::string_view detail = "");
Response RejectionResponse(const Rejection& rejection);

/// For bytes that were refused before they were a request, with the given status.
Response FrameProblemResponse(int status, std::string_view detail);

}  // namespace enishi
