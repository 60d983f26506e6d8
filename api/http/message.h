#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace enishi {

// The boundary between the HTTP server and the routes, which do not depend on the transport. The
// HTTP library is used in api/http/server.cc only.

/// A complete request that is well-formed HTTP. Its contents are not trusted.
struct Request {
  std::string method;  // "GET", "HEAD", "POST", …
  std::string path;    // percent-decoded, without the query; begins with '/'
  std::vector<std::pair<std::string, std::string>> query;  // decoded
  std::string content_type;                                // as sent; empty when absent
  std::string authorization;                               // as sent; empty when absent
  std::string body;
  std::string id;  // made by the server, unique per process run; in the answer and in log lines
};

struct Response {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers = {};
};

/// Takes the answer to one request. Call it once, from any thread, at once or later.
using Reply = std::function<void(Response)>;

/// The value of a query parameter, or the fallback if it is absent. If it is repeated, the first
/// value counts.
inline std::string_view QueryValue(const Request& request, std::string_view name,
                                   std::string_view fallback = "") {
  for (const auto& [key, value] : request.query) {
    if (key == name) return value;
  }
  return fallback;
}

}  // namespace enishi
