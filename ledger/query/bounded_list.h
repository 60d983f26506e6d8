#pragma once

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/rules/state/row.h"

namespace enishi {

/// The rows that an unpaged list returns at most: more currencies, programmes or posts than a
/// municipality has in a century.
inline constexpr size_t kListedMax = 10'000;

/// A list with a limit on its length.
template <class T>
struct BoundedList {
  std::vector<T> elements;
  bool truncated = false;  // there are more elements than the limit
};

/// Lists a table in key order. `make(key, row)` returns the element of one row.
template <class R, class T, class Make>
BoundedList<T> ListRows(const View& view, size_t count_max, Make make) {
  BoundedList<T> list;
  ForEachRow<R>(view, "", [&](const typename R::Key& key, const R& row) {
    list.truncated = list.elements.size() >= count_max;
    if (!list.truncated) list.elements.push_back(make(key, row));
    return !list.truncated;
  });
  return list;
}

}  // namespace enishi
