#include "api/routes/checkpoint.h"

#include "api/http/problems.h"
#include "api/routes/json_response.h"
#include "api/routes/parameters.h"
#include "ledger/instruction/codec.h"

namespace enishi {

Response GetCheckpoint(ApiContext& context, const Call& /*call*/) {
  std::string note = context.service.checkpoint();
  if (note.empty()) return ProblemResponse(Problem::kNotFound, "no head has been published yet");
  Response response{200, "text/plain; charset=utf-8", std::move(note)};
  response.headers.emplace_back("Cache-Control", "no-cache");
  return response;
}

Response GetConsistency(ApiContext& context, const Call& call) {
  const uint64_t head = context.service.counters().head_size;
  const std::string_view to_text = QueryValue(call.request, "to");
  const auto from = ReadNumber(QueryValue(call.request, "from"));
  const auto to = to_text.empty() ? std::optional(head) : ReadNumber(to_text);
  if (!from || !to || *from > *to || *to > head) {
    return ProblemResponse(Problem::kBadRequest,
                           "from and to must be sizes with from <= to <= the published head's");
  }
  const auto proof = context.service.Consistency(*from, *to);
  if (!proof) return ProblemResponse(Problem::kNotFound);
  return JsonResponse(Json::object(
      {{"from", *from}, {"to", *to}, {"proof", FieldType<std::vector<Hash>>::ToJson(*proof)}}));
}

}  // namespace enishi
