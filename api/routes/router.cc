#include "api/routes/router.h"

#include <optional>
#include <utility>

#include "api/http/problems.h"
#include "api/routes/routes.h"
#include "ledger/base/clock.h"

namespace enishi {
namespace {

Response NoRouteResponse(const FoundRoute& found) {
  if (found.allowed.empty()) return ProblemResponse(Problem::kNotFound);
  Response response = ProblemResponse(Problem::kMethodNotAllowed);
  response.headers.emplace_back("Allow", found.allowed);
  return response;
}

// The problem if the call may not use the route.
std::optional<Response> RefuseAccess(const Route& route, const Call& call) {
  std::string_view account;
  if (!call.parameters.empty()) account = call.parameters.front();
  switch (CheckRights(route.rights, call.caller, account)) {
    case Access::kGranted:
      return std::nullopt;
    case Access::kNoSession:
      return ProblemResponse(Problem::kUnauthorized);
    case Access::kForbidden:
      return ProblemResponse(Problem::kForbidden);
  }
  return ProblemResponse(Problem::kForbidden);
}

}  // namespace

std::string_view Router::PatternOf(const Request& request) {
  const FoundRoute found = FindRoute(request.method, request.path);
  return found.route == nullptr ? std::string_view() : found.route->pattern;
}

void Router::Handle(const Request& request, Reply reply) {
  const uint64_t began_us = MonotonicUs();
  Dispatch(request, [this, began_us, reply = std::move(reply)](size_t route, Response response) {
    context_.request_counts.Add(route, response.status, MonotonicUs() - began_us);
    reply(std::move(response));
  });
}

void Router::Dispatch(const Request& request, const std::function<void(size_t, Response)>& reply) {
  FoundRoute found = FindRoute(request.method, request.path);
  if (found.route == nullptr) return reply(RequestCounts::kNoRoute, NoRouteResponse(found));
  const auto route = static_cast<size_t>(found.route - Routes().data());
  Call call{request, std::move(found.parameters), std::nullopt};
  // A row that cannot be read looks absent, so an answer made from such a read is dropped.
  const auto missed_rows = [this, before = context_.service.counters().failures] {
    return context_.service.counters().failures != before;
  };
  const auto unreadable = [this] {
    return ProblemResponse(Problem::kLedgerReadOnly, context_.service.failure());
  };
  if (!request.authorization.empty()) {
    context_.service.Read([&](const View& view) {
      call.caller =
          FindCaller(context_.sessions, request.authorization, view, context_.service.now());
    });
    if (missed_rows()) return reply(route, unreadable());
    if (!call.caller) {
      return reply(route,
                   ProblemResponse(Problem::kUnauthorized, "the session is unknown or has ended"));
    }
  }
  if (auto refused = RefuseAccess(*found.route, call)) return reply(route, *std::move(refused));
  if (const auto* read = std::get_if<Route::Read>(&found.route->handler)) {
    Response response = (*read)(context_, call);
    return reply(route, missed_rows() ? unreadable() : std::move(response));
  }
  std::get<Route::Write>(found.route->handler)(
      context_, call, [reply, route](Response response) { reply(route, std::move(response)); });
}

}  // namespace enishi
