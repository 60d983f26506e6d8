#include "api/http/status.h"

#include <algorithm>
#include <array>

namespace enishi {
namespace {

struct Row {
  int status;
  std::string_view phrase;
};

constexpr std::array kRows = {
    Row{200, "OK"},
    Row{201, "Created"},
    Row{400, "Bad Request"},
    Row{401, "Unauthorized"},
    Row{403, "Forbidden"},
    Row{404, "Not Found"},
    Row{405, "Method Not Allowed"},
    Row{409, "Conflict"},
    Row{411, "Length Required"},
    Row{413, "Content Too Large"},
    Row{414, "URI Too Long"},
    Row{415, "Unsupported Media Type"},
    Row{417, "Expectation Failed"},
    Row{422, "Unprocessable Content"},
    Row{429, "Too Many Requests"},
    Row{431, "Request Header Fields Too Large"},
    Row{500, "Internal Server Error"},
    Row{503, "Service Unavailable"},
    Row{505, "HTTP Version Not Supported"},
};

}  // namespace

std::string_view ReasonPhrase(int status) {
  const auto* at = std::find_if(kRows.begin(), kRows.end(),
                                [&](const Row& row) { return row.status == status; });
  if (at != kRows.end()) return at->phrase;
  if (status < 400) return "Success";
  return status < 500 ? "Client Error" : "Server Error";
}

}  // namespace enishi
