#include "api/routes/routes.h"

#include <algorithm>

#include "api/http/problems.h"
#include "api/routes/metrics.h"
#include "ledger/base/clock.h"
#include "ledger/rules/apply.h"

namespace enishi {
namespace {

constexpr std::string_view kBearer = "Bearer ";
constexpr std::string_view kMetricsPattern = "/metrics";

// The router answers this one itself, because the counts are its own.
Response GetNothing(Desk& /*desk*/, const Call& /*call*/) { return {}; }

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
    Route{"GET", kMetricsPattern, Rights::kAnyone, GetNothing},
};

// A session's account with the roles it has now; nothing where the token is not good (any more) or
// the key has been taken from the account since.
std::optional<Caller> CallerOf(Desk& desk, const Request& request) {
  const std::string_view text = request.authorization;
  if (!text.starts_with(kBearer)) return std::nullopt;
  const auto holder = desk.sessions.Find(text.substr(kBearer.size()));
  if (!holder) return std::nullopt;
  std::optional<Caller> caller;
  desk.service.Read([&](const View& view) {
    const Timestamp now = desk.service.now();
    const auto key = Find<KeyRow>(view, {holder->key});
    if (!key || key->account != holder->account || key->revoked_at ||
        (key->until && now >= key->until->End())) {
      return;
    }
    caller = Caller{holder->account, RolesOf(view, holder->account, now)};
  });
  return caller;
}

std::optional<Response> CheckRights(Rights rights, const Call& call) {
  if (rights == Rights::kAnyone) return std::nullopt;
  if (!call.caller) return ProblemResponse(Problem::kUnauthorized);
  const bool auditor = call.caller->Has(Role::kAuditor);
  if (rights == Rights::kAuditor && !auditor) return ProblemResponse(Problem::kForbidden);
  if (rights == Rights::kHolder && !auditor) {
    const auto account = AccountId::Parse(call.parameters.at(0));
    if (!account || *account != call.caller->account) return ProblemResponse(Problem::kForbidden);
  }
  return std::nullopt;
}

// The route, or what to answer where there is none.
struct Found {
  const Route* route = nullptr;
  std::vector<std::string> parameters;
  std::string allowed;  // methods that this path takes, where the request's is not among them
};

Found FindRoute(const Request& request) {
  std::string_view method = request.method;
  if (method == "HEAD") method = "GET";
  Found found;
  for (const Route& route : kRoutes) {
    auto parameters = MatchPattern(route.pattern, request.path);
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

}  // namespace

bool Caller::Has(Role role) const {
  return std::find(roles.begin(), roles.end(), role) != roles.end();
}

Response JsonResponse(const Json& json, int status) {
  return {status, "application/json", json.Dump()};
}

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

std::string_view Router::PatternOf(const Request& request) {
  const Found found = FindRoute(request);
  return found.route == nullptr ? std::string_view() : found.route->pattern;
}

void Router::Handle(const Request& request, Reply reply) {
  const uint64_t began_us = MonotonicUs();
  Dispatch(request, [this, began_us, reply = std::move(reply)](size_t route, Response response) {
    Count& count = counts_.at(route);
    const auto status_class = static_cast<size_t>(response.status / 100);
    count.by_class.at(std::min(status_class, count.by_class.size() - 1)) += 1;
    count.total_us += MonotonicUs() - began_us;
    reply(std::move(response));
  });
}

void Router::Dispatch(const Request& request, const std::function<void(size_t, Response)>& reply) {
  Found found = FindRoute(request);
  if (found.route == nullptr) {
    if (found.allowed.empty()) return reply(kRoutesMax, ProblemResponse(Problem::kNotFound));
    Response response = ProblemResponse(Problem::kMethodNotAllowed);
    response.headers.emplace_back("Allow", found.allowed);
    return reply(kRoutesMax, std::move(response));
  }
  static_assert(kRoutes.size() <= kRoutesMax);
  const auto route = static_cast<size_t>(found.route - kRoutes.data());
  Call call{request, std::move(found.parameters), std::nullopt};
  // Rows that cannot be read look like rows that are not there; nobody is told so.
  const auto missed_rows = [this, before = desk_.service.counters().failures] {
    return desk_.service.counters().failures != before;
  };
  const auto unreadable = [this] {
    return ProblemResponse(Problem::kLedgerReadOnly, desk_.service.failure());
  };
  if (!request.authorization.empty()) {
    call.caller = CallerOf(desk_, request);
    if (missed_rows()) return reply(route, unreadable());
    if (!call.caller) {
      return reply(route,
                   ProblemResponse(Problem::kUnauthorized, "the session is unknown or has ended"));
    }
  }
  if (auto refused = CheckRights(found.route->rights, call)) {
    return reply(route, *std::move(refused));
  }
  if (found.route->pattern == kMetricsPattern) return reply(route, Metrics());
  if (const auto* read = std::get_if<Route::Read>(&found.route->handler)) {
    Response response = (*read)(desk_, call);
    return reply(route, missed_rows() ? unreadable() : std::move(response));
  }
  std::get<Route::Write>(found.route->handler)(
      desk_, call, [reply, route](Response response) { reply(route, std::move(response)); });
}

Response Router::Metrics() const {
  MetricsText text;
  AddLedgerMetrics(desk_.service, text);
  text.Begin("enishi_sessions", "gauge", "Sessions that have not ended.");
  text.Add("enishi_sessions", {}, desk_.sessions.session_count());
  text.Begin("enishi_http_requests_total", "counter", "Answers by route and kind of status.");
  for (size_t i = 0; i <= kRoutesMax; ++i) {
    if (i >= kRoutes.size() && i != kRoutesMax) continue;
    const std::string_view route = i == kRoutesMax ? "none" : kRoutes[i].pattern;
    const std::string_view method = i == kRoutesMax ? "any" : kRoutes[i].method;
    for (size_t digit = 2; digit < counts_[i].by_class.size(); ++digit) {
      const uint64_t count = counts_[i].by_class[digit];
      if (count == 0) continue;
      const std::string status = std::to_string(digit) + "xx";
      text.Add("enishi_http_requests_total",
               {{"method", method}, {"route", route}, {"status", status}}, count);
    }
  }
  text.Begin("enishi_http_request_microseconds_total", "counter", "Time spent in handlers.");
  for (size_t i = 0; i < kRoutes.size(); ++i) {
    if (counts_[i].total_us == 0) continue;
    text.Add("enishi_http_request_microseconds_total",
             {{"method", kRoutes[i].method}, {"route", kRoutes[i].pattern}}, counts_[i].total_us);
  }
  return {200, "text/plain; version=0.0.4; charset=utf-8", text.Take()};
}

}  // namespace enishi
