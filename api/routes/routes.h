#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "api/auth/rights.h"
#include "api/http/message.h"
#include "api/routes/context.h"

namespace enishi {

/// One row of the table of routes. A pattern's {name} matches one segment of the path, and
/// {name...} at its end matches one or more.
struct Route {
  /// Answers at once, from committed state.
  using Read = Response (*)(ApiContext& context, const Call& call);
  /// Answers after a commit; `call` is gone by then.
  using Write = void (*)(ApiContext& context, const Call& call, Reply reply);

  std::string_view method;  // GET also serves HEAD
  std::string_view pattern;
  Rights rights;
  std::variant<Read, Write> handler;
};

/// The table of all routes. Where two patterns match a path, the first one is taken.
std::span<const Route> Routes();

/// What the parts of the path in place of the {…} are, or nullopt if the path does not match.
std::optional<std::vector<std::string>> MatchPattern(std::string_view pattern,
                                                     std::string_view path);

/// The route of a request, or why there is none.
struct FoundRoute {
  const Route* route = nullptr;
  std::vector<std::string> parameters;
  std::string allowed;  // the methods of this path if the request's is not one of them
};
FoundRoute FindRoute(std::string_view method, std::string_view path);

}  // namespace enishi
