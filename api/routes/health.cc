#include "api/routes/health.h"

#include <nlohmann/json.hpp>

#include "api/routes/json_response.h"

namespace enishi {

Response GetHealth(ApiContext& context, const Call& /*call*/) {
  const std::string why = context.service.failure();
  if (!why.empty()) {
    return JsonResponse(Json::object({{"status", "read_only"}, {"why", why}}), 503);
  }
  const LedgerService::Counters counters = context.service.counters();
  return JsonResponse(Json::object({{"status", "ok"},
                                    {"size", counters.log_size},
                                    {"head_size", counters.head_size},
                                    {"queue", counters.queue}}));
}

}  // namespace enishi
