#include "api/http/problems.h"

#include <array>
#include <nlohmann/json.hpp>

#include "ledger/base/json.h"
#include "ledger/messages/problems.h"
#include "ledger/messages/reasons.h"

namespace enishi {
namespace {

struct Row {
  Problem problem;
  int status;
  std::string_view code;
  Text title;
};

// In the order of the enumeration.
// clang-format off
constexpr std::array<Row, kProblemCount> kRows = {{
    {Problem::kBadRequest, 400, "bad_request", texts::kBadRequest},
    {Problem::kUnauthorized, 401, "unauthorized", texts::kUnauthorized},
    {Problem::kForbidden, 403, "forbidden", texts::kForbidden},
    {Problem::kNotFound, 404, "not_found", texts::kNotFound},
    {Problem::kMethodNotAllowed, 405, "method_not_allowed", texts::kMethodNotAllowed},
    {Problem::kNotYetPublished, 409, "not_yet_published", texts::kNotYetPublished},
    {Problem::kTooLarge, 413, "too_large", texts::kTooLarge},
    {Problem::kUnsupportedMediaType, 415, "unsupported_media_type", texts::kUnsupportedMediaType},
    {Problem::kQueueFull, 429, "queue_full", texts::kQueueFull},
    {Problem::kOutcomeUnknown, 503, "outcome_unknown", texts::kProblemOutcomeUnknown},
    {Problem::kLedgerReadOnly, 503, "ledger_read_only", texts::kLedgerReadOnly},
    {Problem::kStopping, 503, "stopping", texts::kStopping},
    {Problem::kInternalError, 500, "internal_error", texts::kInternalError},
}};
// clang-format on

constexpr bool RowsAreInOrder() {
  for (size_t i = 0; i < kRows.size(); ++i) {
    if (kRows[i].problem != static_cast<Problem>(i)) return false;
  }
  return true;
}
static_assert(RowsAreInOrder());

const Row& RowOf(Problem problem) { return kRows.at(static_cast<size_t>(problem)); }

struct Texts {
  int status;
  std::string_view code;
  std::string_view title;
  std::string_view title_ja;
};

Response MakeResponse(const Texts& texts, std::string_view detail, std::string_view pointer) {
  Json json = Json::object({{"type", "urn:enishi:problem:" + std::string(texts.code)},
                            {"title", texts.title},
                            {"title_ja", texts.title_ja},
                            {"status", texts.status},
                            {"code", texts.code}});
  if (!detail.empty()) json["detail"] = detail;
  if (!pointer.empty()) json["pointer"] = pointer;
  return {texts.status, "application/problem+json", Dump(json)};
}

Problem ProblemOfStatus(int status) {
  switch (status) {
    case 404:
      return Problem::kNotFound;
    case 413:
    case 414:
    case 431:
      return Problem::kTooLarge;
    case 415:
      return Problem::kUnsupportedMediaType;
    case 503:
      return Problem::kStopping;
    default:
      return status >= 500 && status != 505 ? Problem::kInternalError : Problem::kBadRequest;
  }
}

}  // namespace

std::string_view ProblemCode(Problem problem) { return RowOf(problem).code; }
int ProblemStatus(Problem problem) { return RowOf(problem).status; }
std::string_view ProblemTitle(Problem problem) { return RowOf(problem).title.en; }

Response ProblemResponse(Problem problem, std::string_view detail) {
  const Row& row = RowOf(problem);
  Response response = MakeResponse({row.status, row.code, row.title.en, row.title.ja}, detail, "");
  if (problem == Problem::kQueueFull || problem == Problem::kNotYetPublished) {
    response.headers.emplace_back("Retry-After", "1");
  }
  if (problem == Problem::kUnauthorized) {
    response.headers.emplace_back("WWW-Authenticate", "Bearer");
  }
  return response;
}

Response RejectionResponse(const Rejection& rejection) {
  const Text& title = TextOf(rejection.reason).title;
  return MakeResponse(
      {HttpStatus(rejection.reason), ReasonName(rejection.reason), title.en, title.ja},
      rejection.detail, rejection.pointer);
}

Response FrameProblemResponse(int status, std::string_view detail) {
  const Row& row = RowOf(ProblemOfStatus(status));
  return MakeResponse({status, row.code, row.title.en, row.title.ja}, detail, "");
}

}  // namespace enishi
