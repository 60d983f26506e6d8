#include "api/routes/currencies.h"

#include <nlohmann/json.hpp>

#include "api/http/problems.h"
#include "api/routes/json_response.h"
#include "ledger/query/currencies.h"

namespace enishi {
namespace {

Json CurrencyJson(const CurrencySummary& currency, const Directory& directory) {
  const SystemTotals& totals = currency.totals;
  Json json = RowJson<CurrencyRow>({currency.currency}, currency.row);
  json["totals"] = Json::object({{"issued", SumJson(totals.issued)},
                                 {"outstanding", SumJson(totals.Outstanding())},
                                 {"clearing", SumJson(totals.clearing)},
                                 {"redeemed", SumJson(totals.redeemed)},
                                 {"expired", SumJson(totals.expired)},
                                 {"withdrawn", SumJson(totals.withdrawn)},
                                 {"shops", uint64_t{directory.shops.size()}},
                                 {"participants", directory.participants}});
  return json;
}

}  // namespace

Response GetCurrencies(ApiContext& context, const Call& /*call*/) {
  const auto directory = context.directory.Get();
  BoundedList<CurrencySummary> currencies;
  context.service.Read([&](const View& view) { currencies = ListCurrencies(view); });
  return ListResponse("currencies", currencies, [&](const CurrencySummary& currency) {
    return CurrencyJson(currency, *directory);
  });
}

Response GetCurrency(ApiContext& context, const Call& call) {
  const auto code = CurrencyCode::Parse(call.parameters.at(0));
  if (!code) return ProblemResponse(Problem::kNotFound);
  std::optional<CurrencySummary> currency;
  context.service.Read([&](const View& view) { currency = FindCurrency(view, *code); });
  if (!currency) return ProblemResponse(Problem::kNotFound);
  return JsonResponse(CurrencyJson(*currency, *context.directory.Get()));
}

}  // namespace enishi
