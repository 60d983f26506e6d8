#include "api/routes/routes.h"

#include <array>

#include "api/routes/accepted_ids.h"
#include "api/routes/accounts.h"
#include "api/routes/activities.h"
#include "api/routes/checkpoint.h"
#include "api/routes/currencies.h"
#include "api/routes/entries.h"
#include "api/routes/health.h"
#include "api/routes/history.h"
#include "api/routes/instructions.h"
#include "api/routes/ledger.h"
#include "api/routes/lots.h"
#include "api/routes/metrics.h"
#include "api/routes/posts.h"
#include "api/routes/programmes.h"
#include "api/routes/sessions.h"
#include "api/routes/shops.h"
#include "api/routes/tiles.h"

namespace enishi {
namespace {

// specs/http.md describes each of these.
constexpr std::array kRoutes = {
    Route{"POST", "/v1/instructions", Rights::kAnyone, PostInstructions},
    Route{"POST", "/v1/challenges", Rights::kAnyone, PostChallenge},
    Route{"POST", "/v1/sessions", Rights::kAnyone, PostSession},
    Route{"GET", "/v1/ledger", Rights::kAnyone, GetLedger},
    Route{"GET", "/checkpoint", Rights::kAnyone, GetCheckpoint},
    Route{"GET", "/tile/entries/{bundle...}", Rights::kAuditor, GetEntryBundle},
    Route{"GET", "/tile/{tile...}", Rights::kAnyone, GetTile},
    Route{"GET", "/v1/consistency", Rights::kAnyone, GetConsistency},
    Route{"GET", "/v1/currencies", Rights::kAnyone, GetCurrencies},
    Route{"GET", "/v1/currencies/{currency}", Rights::kAnyone, GetCurrency},
    Route{"GET", "/v1/programmes", Rights::kAnyone, GetProgrammes},
    Route{"GET", "/v1/posts", Rights::kAnyone, GetPosts},
    Route{"GET", "/v1/shops", Rights::kAnyone, GetShops},
    Route{"GET", "/v1/activities", Rights::kAnyone, GetActivities},
    Route{"GET", "/v1/accounts/{account}", Rights::kAnyone, GetAccount},
    Route{"GET", "/v1/accounts/{account}/lots", Rights::kHolder, GetLots},
    Route{"GET", "/v1/accounts/{account}/history", Rights::kHolder, GetHistory},
    Route{"GET", "/v1/entries/{index}", Rights::kInvolved, GetEntry},
    Route{"GET", "/v1/entries/{index}/receipt", Rights::kInvolved, GetReceipt},
    Route{"GET", "/v1/ids/{account}/{id}", Rights::kHolder, GetAcceptedId},
    Route{"GET", "/healthz", Rights::kAnyone, GetHealth},
    Route{"GET", "/metrics", Rights::kAnyone, GetMetrics},
};
static_assert(kRoutes.size() <= RequestCounts::kRoutesMax);

}  // namespace

std::span<const Route> Routes() { return kRoutes; }

std::optional<std::vector<std::string>> MatchPattern(std::string_view pattern,
                                                     std::string_view path) {
  std::vector<std::string> parameters;
  while (!pattern.empty()) {
    if (pattern.front() != '{') {
      if (path.empty() || path.front() != pattern.front()) return std::nullopt;
      pattern.remove_prefix(1);
      path.remove_prefix(1);
      continue;
    }
    const size_t name_end = pattern.find('}');
    const bool whole_rest = pattern.substr(0, name_end).ends_with("...");
    const std::string_view value = whole_rest ? path : path.substr(0, path.find('/'));
    if (value.empty()) return std::nullopt;
    parameters.emplace_back(value);
    path.remove_prefix(value.size());
    pattern.remove_prefix(name_end + 1);
  }
  if (!path.empty()) return std::nullopt;
  return parameters;
}

FoundRoute FindRoute(std::string_view method, std::string_view path) {
  if (method == "HEAD") method = "GET";
  FoundRoute found;
  for (const Route& route : kRoutes) {
    auto parameters = MatchPattern(route.pattern, path);
    if (!parameters) continue;
    if (route.method == method) {
      found.route = &route;
      found.parameters = *std::move(parameters);
      return found;
    }
    found.allowed = route.method == "GET" ? "GET, HEAD" : route.method;
  }
  return found;
}

}  // namespace enishi
