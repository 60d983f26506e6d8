#include "api/routes/ledger.h"

#include <nlohmann/json.hpp>

#include "api/routes/json_response.h"
#include "ledger/merkle/checkpoint.h"
#include "ledger/query/ledger.h"
#include "ledger/rules/apply.h"

namespace enishi {

Response GetLedger(ApiContext& context, const Call& /*call*/) {
  const LedgerService::Counters counters = context.service.counters();
  const auto ledger = context.service.ledger();
  std::optional<LedgerSettings> settings;
  context.service.Read([&](const View& view) { settings = FindLedgerSettings(view); });
  const LedgerIdentity& identity = context.service.identity();
  const uint32_t rules = settings ? settings->rules : kRulesVersion;
  return JsonResponse(Json::object(
      {{"ledger", ledger ? FieldType<Hash>::ToJson(*ledger) : Json()},
       {"origin", identity.origin.text},
       {"verifier_key", CheckpointVerifier(identity.origin, identity.log_key).Encode()},
       {"log_key", FieldType<PublicKey>::ToJson(identity.log_key)},
       {"service_key", FieldType<PublicKey>::ToJson(identity.service_key)},
       {"time", context.service.now().ms},
       {"clock", EnumName(identity.clock)},
       {"rules", uint64_t{rules}},
       {"size", counters.log_size},
       {"head_size", counters.head_size},
       {"quorum", settings ? Json(uint64_t{settings->quorum}) : Json()},
       {"municipality", settings ? Json(settings->municipality.text) : Json()},
       {"sweeping", counters.sweeping}}));
}

}  // namespace enishi
