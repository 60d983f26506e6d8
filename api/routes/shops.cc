#include "api/routes/shops.h"

#include <nlohmann/json.hpp>

#include "api/routes/json_response.h"
#include "api/routes/page.h"
#include "ledger/query/accounts.h"

namespace enishi {
namespace {

std::string PlaceOf(const AccountId& id) { return std::string(AsView(id.bytes())); }

Json ShopJson(const View& view, const AccountId& id) {
  const auto row = FindAccount(view, id);
  return Json::object(
      {{"account", id.ToString()}, {"opened_at", row ? row->opened_at.ms : uint64_t{0}}});
}

}  // namespace

Response GetShops(ApiContext& context, const Call& call) {
  const auto directory = context.directory.Get();
  std::optional<Response> response;
  context.service.Read([&](const View& view) {
    const auto page = ListPage(call.request, "shops", directory->shops, PlaceOf,
                               [&](const AccountId& id) { return ShopJson(view, id); });
    response = page ? JsonResponse(*page) : page.error();
  });
  return *std::move(response);
}

}  // namespace enishi
