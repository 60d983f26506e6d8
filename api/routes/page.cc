#include "api/routes/page.h"

#include "api/http/problems.h"
#include "api/routes/parameters.h"

namespace enishi {

Result<Page, Response> ReadPage(const Request& request, std::string_view list) {
  Page page;
  const std::string_view limit = QueryValue(request, "limit");
  if (!limit.empty()) {
    const auto number = ReadNumber(limit);
    if (!number || *number < 1 || *number > kPageMax) {
      return ProblemResponse(Problem::kBadRequest,
                             "limit must be an integer from 1 to " + std::to_string(kPageMax));
    }
    page.limit = *number;
  }
  const std::string_view cursor = QueryValue(request, "cursor");
  if (!cursor.empty()) {
    page.after = DecodeCursor(list, cursor);
    if (!page.after) {
      return ProblemResponse(Problem::kBadRequest, "cursor was not returned by this list");
    }
  }
  return page;
}

}  // namespace enishi
