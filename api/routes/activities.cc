#include "api/routes/activities.h"

#include <nlohmann/json.hpp>

#include "api/routes/json_response.h"
#include "api/routes/page.h"
#include "ledger/query/activities.h"

namespace enishi {
namespace {

// Sorts as the table does: by the length of the code, then by its letters.
std::string PlaceOf(const Code& code) {
  return std::string(1, static_cast<char>(code.text.size())) + code.text;
}

Json ActivityJson(const View& view, const Code& code) {
  const ActivitySummary activity = FindActivity(view, code).value_or(ActivitySummary{code, {}, 0});
  Json json = RowJson<ActivityRow>({code}, activity.row);
  json["participants"] = uint64_t{activity.participants};
  return json;
}

}  // namespace

Response GetActivities(ApiContext& context, const Call& call) {
  const auto directory = context.directory.Get();
  std::optional<Response> response;
  context.service.Read([&](const View& view) {
    const auto page = ListPage(call.request, "activities", directory->activities, PlaceOf,
                               [&](const Code& code) { return ActivityJson(view, code); });
    response = page ? JsonResponse(*page) : page.error();
  });
  return *std::move(response);
}

}  // namespace enishi
