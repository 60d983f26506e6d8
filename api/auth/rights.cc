#include "api/auth/rights.h"

namespace enishi {

Access CheckRights(Rights rights, const std::optional<Caller>& caller, std::string_view account) {
  if (rights == Rights::kAnyone) return Access::kGranted;
  if (!caller) return Access::kNoSession;
  if (rights == Rights::kInvolved || caller->Has(Role::kAuditor)) return Access::kGranted;
  if (rights == Rights::kAuditor) return Access::kForbidden;
  const auto holder = AccountId::Parse(account);
  return holder && *holder == caller->account ? Access::kGranted : Access::kForbidden;
}

}  // namespace enishi
