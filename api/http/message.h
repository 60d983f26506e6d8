#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace enishi {

// The boundary between the front, which speaks HTTP, and the routes, which do not know how the
// bytes came. Nothing of the HTTP library is seen beyond api/http/server.cc.

/// A request that was read whole and is well formed as HTTP; nothing in it is trusted.
struct Request {
  std::string method;  // "GET", "HEAD", "POST", …
  std::string path;    // percent-decoded, without the query; begins with '/'
  std::vector<std::pair<std::string, std::string>> query;  // decoded
  std::string content_type;                                // as sent; empty when absent
  std::string authorization;                               // as sent; empty when absent
  std::string body;
  std::string id;  // ours, unique per process run; also in the answer and in the log lines
};

struct Response {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers = {};
};

/// Takes the answer to one request: to be called once, from any thread, at once or later.
using Reply = std::function<void(Response)>;

/// The value of a query parameter, or the fallback where it is absent. The first one counts.
inline std::string_view QueryValue(const Request& request, std::string_view name,
                                   std::string_view fallback = "") {
  for (const auto& [key, value] : request.query) {
    if (key == name) return value;
  }
  return fallback;
}

}  // namespace enishi
