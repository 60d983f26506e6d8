#include "api/routes/programmes.h"

#include <nlohmann/json.hpp>

#include "api/routes/json_response.h"
#include "ledger/query/programmes.h"

namespace enishi {
namespace {

Json ProgrammeJson(const ProgrammeSummary& programme) {
  Json json = RowJson<ProgrammeRow>({programme.programme}, programme.row);
  json["used"] = programme.used.minor();
  return json;
}

}  // namespace

Response GetProgrammes(ApiContext& context, const Call& /*call*/) {
  BoundedList<ProgrammeSummary> programmes;
  context.service.Read([&](const View& view) { programmes = ListProgrammes(view); });
  return ListResponse("programmes", programmes, ProgrammeJson);
}

}  // namespace enishi
