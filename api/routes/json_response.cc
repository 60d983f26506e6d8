#include "api/routes/json_response.h"

#include <nlohmann/json.hpp>

namespace enishi {

Response JsonResponse(const Json& json, int status) {
  return {status, "application/json", Dump(json)};
}

Response PrivateJsonResponse(const Json& json) {
  Response response = JsonResponse(json);
  response.headers.emplace_back("Cache-Control", kCachePrivate);
  return response;
}

Json SumJson(const CheckedSum& sum) {
  const auto value = sum.value();
  return value ? Json(*value) : Json();
}

}  // namespace enishi
