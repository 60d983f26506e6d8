#include "api/routes/accepted_ids.h"

#include <nlohmann/json.hpp>

#include "api/http/problems.h"
#include "api/routes/json_response.h"
#include "api/routes/parameters.h"
#include "ledger/rules/apply.h"

namespace enishi {

Response GetAcceptedId(ApiContext& context, const Call& call) {
  const auto account = ReadAccountId(call.parameters.at(0));
  const auto id = Uuid::Parse(call.parameters.at(1));
  if (!account) return account.error();
  if (!id) return ProblemResponse(Problem::kBadRequest, "the id must be a UUID of version 7");
  std::optional<uint64_t> index;
  context.service.Read([&](const View& view) { index = AcceptedAs(view, *account, *id); });
  if (!index) return ProblemResponse(Problem::kNotFound);
  return PrivateJsonResponse(Json::object({{"index", *index}}));
}

}  // namespace enishi
