#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "api/auth/sessions.h"
#include "ledger/base/calendar.h"
#include "ledger/instruction/kinds.h"
#include "ledger/rules/state/view.h"

namespace enishi {

/// The account that a request acts for, and the roles that it holds at this moment.
struct Caller {
  AccountId account;
  std::vector<Role> roles;

  [[nodiscard]] bool Has(Role role) const;
};

/// The caller whom a key of the account identifies, or nullopt if the key is not a live key of the
/// account at that time.
std::optional<Caller> CallerWithKey(const View& view, AccountId account, const PublicKey& key,
                                    Timestamp now);

/// The caller of a request from its Authorization header ("Bearer <token>"). Nullopt if the header
/// has another form, or if the session is unknown, has ended, or its key is no longer live. Key and
/// roles are read again at every request, so that a revocation counts at once.
std::optional<Caller> FindCaller(Sessions& sessions, std::string_view authorization,
                                 const View& view, Timestamp now);

}  // namespace enishi
