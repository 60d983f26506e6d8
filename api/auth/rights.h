#pragma once

#include <optional>
#include <string_view>

#include "api/auth/caller.h"

namespace enishi {

/// Who may use a route. All but kAnyone need a session.
enum class Rights {
  kAnyone,
  kHolder,    // the account that the path names first, or an auditor
  kInvolved,  // an account that the entry concerns, or an auditor; the handler checks it
  kAuditor,
};

enum class Access {
  kGranted,
  kNoSession,  // the route needs a session
  kForbidden,  // the session's account may not use it
};

/// Checks what can be decided before the handler runs. `account` is the first parameter of the
/// path; only kHolder looks at it.
Access CheckRights(Rights rights, const std::optional<Caller>& caller, std::string_view account);

}  // namespace enishi
