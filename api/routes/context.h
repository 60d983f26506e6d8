#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "api/auth/caller.h"
#include "api/auth/sessions.h"
#include "api/http/message.h"
#include "api/routes/directory_cache.h"
#include "api/routes/request_counts.h"
#include "ledger/service/ledger_service.h"

namespace enishi {

/// What all routes share. Lives as long as the server; any number of threads use it.
struct ApiContext {
  LedgerService& service;
  Sessions sessions;
  DirectoryCache directory;
  /// Only for the ends of challenges and sessions that answers name.
  std::function<Timestamp()> wall_clock;
  RequestCounts request_counts = {};
};

/// A request that was matched to a route.
struct Call {
  const Request& request;
  std::vector<std::string> parameters;  // the values of the pattern's {…}, in order
  std::optional<Caller> caller;         // nullopt without a session
};

}  // namespace enishi
