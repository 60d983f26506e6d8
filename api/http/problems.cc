#include "api/http/problems.h"

#include <array>

#include "ledger/base/json.h"
#include "ledger/messages/reasons.h"

namespace enishi {
namespace {

struct Row {
  Problem problem;
  int status;
  std::string_view code;
  std::string_view title;
  std::string_view title_ja;
};

// In the order of the enumeration.
// clang-format off
constexpr std::array<Row, kProblemCount> kRows = {{
    {Problem::kBadRequest, 400, "bad_request",
     "The request does not have the form this needs.",
     "リクエストの形式が正しくありません。"},
    {Problem::kUnauthorized, 401, "unauthorized",
     "This needs a session; sign a challenge to open one.",
     "認証が必要です。"},
    {Problem::kForbidden, 403, "forbidden",
     "The account of this session may not read this.",
     "この情報を閲覧する権限がありません。"},
    {Problem::kNotFound, 404, "not_found",
     "There is nothing here.",
     "見つかりません。"},
    {Problem::kMethodNotAllowed, 405, "method_not_allowed",
     "This does not take that method.",
     "このメソッドは使えません。"},
    {Problem::kNotYetPublished, 409, "not_yet_published",
     "The entry is committed and its head is not published yet; ask again in a moment.",
     "まだ公開されていません。少し待ってからもう一度お試しください。"},
    {Problem::kTooLarge, 413, "too_large",
     "The request is over a limit.",
     "リクエストが大きすぎます。"},
    {Problem::kUnsupportedMediaType, 415, "unsupported_media_type",
     "This does not take that media type.",
     "このメディア種別には対応していません。"},
    {Problem::kQueueFull, 429, "queue_full",
     "Too many instructions are waiting; send the same bytes again later.",
     "混み合っています。しばらくしてから同じ内容を再送してください。"},
    {Problem::kOutcomeUnknown, 503, "outcome_unknown",
     "Nobody can say whether the instruction was accepted; send the same bytes again.",
     "結果を確認できませんでした。同じ内容を再送してください。"},
    {Problem::kLedgerReadOnly, 503, "ledger_read_only",
     "The ledger takes no instructions now; reads go on.",
     "現在、台帳への書き込みを停止しています。"},
    {Problem::kStopping, 503, "stopping",
     "The server is stopping; send the same bytes again later.",
     "サーバーを停止しています。しばらくしてから再送してください。"},
    {Problem::kInternalError, 500, "internal_error",
     "Something went wrong in the server; the request id finds it in the log.",
     "サーバーでエラーが発生しました。"},
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
  Json json = Json::Object{{"type", "urn:enishi:problem:" + std::string(texts.code)},
                           {"title", texts.title},
                           {"title_ja", texts.title_ja},
                           {"status", texts.status},
                           {"code", texts.code}};
  if (!detail.empty()) json.Set("detail", detail);
  if (!pointer.empty()) json.Set("pointer", pointer);
  return {texts.status, "application/problem+json", json.Dump()};
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
std::string_view ProblemTitle(Problem problem) { return RowOf(problem).title; }

Response ProblemResponse(Problem problem, std::string_view detail) {
  const Row& row = RowOf(problem);
  Response response = MakeResponse({row.status, row.code, row.title, row.title_ja}, detail, "");
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
  return MakeResponse({status, row.code, row.title, row.title_ja}, detail, "");
}

}  // namespace enishi
