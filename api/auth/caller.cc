#include "api/auth/caller.h"

#include <algorithm>

#include "ledger/query/accounts.h"
#include "ledger/rules/apply.h"

namespace enishi {
namespace {

constexpr std::string_view kBearer = "Bearer ";

}  // namespace

bool Caller::Has(Role role) const {
  return std::find(roles.begin(), roles.end(), role) != roles.end();
}

std::optional<Caller> CallerWithKey(const View& view, AccountId account, const PublicKey& key,
                                    Timestamp now) {
  if (!IsLiveKeyOf(view, key, account, now)) return std::nullopt;
  return Caller{account, RolesOf(view, account, now)};
}

std::optional<Caller> FindCaller(Sessions& sessions, std::string_view authorization,
                                 const View& view, Timestamp now) {
  if (!authorization.starts_with(kBearer)) return std::nullopt;
  const auto holder = sessions.Find(authorization.substr(kBearer.size()));
  if (!holder) return std::nullopt;
  return CallerWithKey(view, holder->account, holder->key, now);
}

}  // namespace enishi
