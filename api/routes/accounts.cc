#include "api/routes/accounts.h"

#include "api/routes/json_response.h"
#include "api/routes/parameters.h"
#include "ledger/instruction/codec.h"
#include "ledger/query/accounts.h"
#include "ledger/rules/apply.h"

namespace enishi {
namespace {

Json KeysJson(const View& view, AccountId account) {
  JsonArray keys;
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
  Json json = Json::object({{"account", account->ToString()}});
  context.service.Read([&](const View& view) {
    const auto row = FindAccount(view, *account);
    json["exists"] = row.has_value();
    if (!row) return;
    json["kind"] = EnumName(row->kind);
    if (!all) return;
    json["enrolled"] = row->enrolled;
    json["opened_at"] = row->opened_at.ms;
    json["keys"] = KeysJson(view, *account);
    json["roles"] =
        FieldType<std::vector<Role>>::ToJson(RolesOf(view, *account, context.service.now()));
  });
  return all ? PrivateJsonResponse(json) : JsonResponse(json);
}

}  // namespace enishi
