#pragma once

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/http/message.h"
#include "api/routes/cursor.h"
#include "ledger/base/json.h"
#include "ledger/base/result.h"

namespace enishi {

inline constexpr uint64_t kPageDefault = 50;
inline constexpr uint64_t kPageMax = 500;

/// What `?limit=&cursor=` ask for.
struct Page {
  uint64_t limit = kPageDefault;
  std::optional<std::string> after;  // the place that the cursor holds
};

/// Reads limit (1 to kPageMax) and the cursor of that list, or returns the problem to answer with.
Result<Page, Response> ReadPage(const Request& request, std::string_view list);

/// The page of a sorted list of ids that the request asks for: {"<list>": [...], "next_cursor"?}.
/// `place` gives the bytes by which an id sorts, `to_json` its element.
template <class Id, class Place, class ToJson>
Result<Json, Response> ListPage(const Request& request, std::string_view list,
                                const std::vector<Id>& ids, Place place, ToJson to_json) {
  const auto page = ReadPage(request, list);
  if (!page) return page.error();
  auto at = ids.begin();
  if (page->after) {
    at =
        std::upper_bound(ids.begin(), ids.end(), *page->after,
                         [&](const std::string& after, const Id& id) { return after < place(id); });
  }
  const auto left = static_cast<uint64_t>(ids.end() - at);
  const auto end = at + static_cast<ptrdiff_t>(std::min(left, page->limit));
  JsonArray elements;
  for (auto id = at; id != end; ++id) elements.push_back(to_json(*id));
  Json json = Json::object({{std::string(list), std::move(elements)}});
  if (end != ids.end() && end != at) {
    json["next_cursor"] = EncodeCursor(list, place(*(end - 1)));
  }
  return json;
}

}  // namespace enishi
