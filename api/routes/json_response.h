#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "api/http/message.h"
#include "ledger/base/json.h"
#include "ledger/query/bounded_list.h"
#include "ledger/query/checked_sum.h"
#include "ledger/query/posts.h"

namespace enishi {

/// An answer with that JSON.
Response JsonResponse(const Json& json, int status = 200);
/// The same for what depends on a session: no cache may keep it.
Response PrivateJsonResponse(const Json& json);

inline constexpr std::string_view kCachePrivate = "private, no-store";

/// The sum, or null if it has no value.
Json SumJson(const CheckedSum& sum);

/// The fields of a row's key and value as one object.
template <class R>
Json RowJson(const typename R::Key& key, const R& row) {
  Json object = Json::object();
  RowCodec<R>::Describe(key, &row, object);
  return object;
}

/// The answer for a list without pages: {"<name>": [...]}, with "truncated": true if it was cut.
template <class T, class ToJson>
Response ListResponse(std::string name, const BoundedList<T>& list, ToJson to_json) {
  JsonArray elements;
  elements.reserve(list.elements.size());
  for (const T& element : list.elements) elements.push_back(to_json(element));
  Json json = Json::object({{std::move(name), std::move(elements)}});
  if (list.truncated) json["truncated"] = true;
  return JsonResponse(json);
}

}  // namespace enishi
