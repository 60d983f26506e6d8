#include "api/routes/lots.h"

#include <nlohmann/json.hpp>

#include "api/http/problems.h"
#include "api/routes/json_response.h"
#include "api/routes/parameters.h"
#include "ledger/query/lots.h"

namespace enishi {
namespace {

Json LotJson(const HeldLot& held) {
  const Lot& lot = held.lot;
  Json json = Json::object(
      {{"lot_class", uint64_t{lot.lot_class}}, {"currency", held.lot_class.currency.text}});
  if (held.lot_class.programme) json["programme"] = held.lot_class.programme->text;
  json["paid"] = held.lot_class.paid();
  json["expires_on"] = lot.expires_on == kNever ? Json() : Json(lot.expires_on.ToString());
  json["amount"] = lot.amount;
  json["since"] = lot.since;
  json["expired"] = held.expired;
  return json;
}

Json BalanceJson(const Balance& balance) {
  return Json::object({{"currency", balance.currency.text},
                       {"available", SumJson(balance.Available())},
                       {"paid", SumJson(balance.paid)},
                       {"bonus", SumJson(balance.bonus)}});
}

}  // namespace

Response GetLots(ApiContext& context, const Call& call) {
  const auto account = ReadAccountId(call.parameters.at(0));
  if (!account) return account.error();
  std::optional<AccountLots> held;
  uint64_t size = 0;
  context.service.ReadAt([&](const View& view, uint64_t applied_size) {
    held = FindLots(view, *account, context.service.now());
    size = applied_size;
  });
  if (!held) return ProblemResponse(Problem::kNotFound);
  JsonArray lots;
  for (const HeldLot& lot : held->lots) lots.push_back(LotJson(lot));
  JsonArray balances;
  for (const Balance& balance : held->balances) balances.push_back(BalanceJson(balance));
  return PrivateJsonResponse(Json::object({{"account", account->ToString()},
                                           {"lots", std::move(lots)},
                                           {"balances", std::move(balances)},
                                           {"size", size}}));
}

}  // namespace enishi
