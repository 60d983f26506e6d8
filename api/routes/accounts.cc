#include "api/routes/accounts.h"

#include "api/routes/json_response.h"
#include "api/routes/parameters.h"
#include "ledger/query/accounts.h"
#include "ledger/rules/apply.h"

namespace enishi {
namespace {

Json KeysJson(const View& view, AccountId account) {
  Json::Array keys;
  for (const AccountKey& key : KeysOf(view, account)) {
    keys.push_back(RowJson<KeyRow>({key.key}, key.row));
  }
  return keys;
}

bool MaySeeAll(const std::optional<Caller>& caller, AccountId account) {
  return caller && (caller->account == account || caller->Has(Role::kRegistrar) ||
                    caller->Has(Role::kAuditor));
}

}  // namespace

Response GetAccount(ApiContext& context, const Call& call) {
  const auto account = ReadAccountId(call.parameters.at(0));
  if (!account) return account.error();
  const bool all = MaySeeAll(call.caller, *account);
  Json json = Json::Object{{"account", account->ToString()}};
  context.service.Read([&](const View& view) {
    const auto row = FindAccount(view, *account);
    json.Set("exists", row.has_value());
    if (!row) return;
    json.Set("kind", EnumName(row->kind));
    if (!all) return;
    json.Set("enrolled", row->enrolled);
    json.Set("opened_at", row->opened_at.ms);
    json.Set("keys", KeysJson(view, *account));
    json.Set("roles",
             FieldType<std::vector<Role>>::ToJson(RolesOf(view, *account, context.service.now())));
  });
  return all ? PrivateJsonResponse(json) : JsonResponse(json);
}

}  // namespace enishi
