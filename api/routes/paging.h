#pragma once

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "api/http/message.h"
#include "api/http/problems.h"
#include "api/routes/cursors.h"
#include "ledger/base/json.h"
#include "ledger/base/result.h"

namespace enishi {

inline constexpr uint64_t kPageDefault = 50;
inline constexpr uint64_t kPageMax = 500;

/// A whole number in decimal without sign, space or leading zeros; nothing otherwise.
inline std::optional<uint64_t> ReadNumber(std::string_view text) {
  uint64_t number = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  if (text.size() > 1 && text.front() == '0') return std::nullopt;
  if (number > static_cast<uint64_t>(INT64_MAX)) return std::nullopt;
  return number;
}

/// What `?limit=&cursor=` ask for.
struct Page {
  uint64_t limit = kPageDefault;
  std::optional<std::string> after;  // the cursor's place
};

/// Reads limit (1 to kPageMax) and the cursor of that list, or gives the problem to answer with.
inline Result<Page, Response> ReadPage(const Request& request, std::string_view list) {
  Page page;
  const std::string_view limit = QueryValue(request, "limit");
  if (!limit.empty()) {
    const auto number = ReadNumber(limit);
    if (!number || *number < 1 || *number > kPageMax) {
      return ProblemResponse(Problem::kBadRequest, "limit is a number from 1 to 500");
    }
    page.limit = *number;
  }
  const std::string_view cursor = QueryValue(request, "cursor");
  if (!cursor.empty()) {
    page.after = DecodeCursor(list, cursor);
    if (!page.after) {
      return ProblemResponse(Problem::kBadRequest, "cursor is not one that this list gave");
    }
  }
  return page;
}

}  // namespace enishi
