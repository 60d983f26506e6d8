#include "ledger/rules/state/view.h"

#include <utility>
#include <vector>

#include "ledger/base/result.h"

namespace enishi {

std::optional<std::string> EmptyView::Get(std::string_view /*key*/) const { return std::nullopt; }
void EmptyView::Scan(std::string_view /*prefix*/, const Visit& /*visit*/) const {}
void EmptyView::NoteDamage(std::string_view /*key*/) const { CHECK(false); }

std::optional<std::string> Overlay::Get(std::string_view key) const {
  const auto at = places_.find(key);
  return at == places_.end() ? base_->Get(key) : at->second->second;
}

void Overlay::Scan(std::string_view prefix, const Visit& visit) const {
  auto at = rows_.lower_bound(prefix);
  const auto in_prefix = [&] { return at != rows_.end() && at->first.starts_with(prefix); };
  bool stopped = false;
  // Shows the changed rows that come before `key`; one at `key` itself hides the base's.
  const auto show_until = [&](std::string_view key) {
    for (; !stopped && in_prefix() && at->first < key; ++at) {
      if (at->second) stopped = !visit(at->first, *at->second);
    }
  };
  base_->Scan(prefix, [&](std::string_view key, std::string_view value) {
    show_until(key);
    if (stopped) return false;
    if (in_prefix() && at->first == key) {
      if (at->second) stopped = !visit(key, *at->second);
      ++at;
    } else {
      stopped = !visit(key, value);
    }
    return !stopped;
  });
  for (; !stopped && in_prefix(); ++at) {
    if (at->second) stopped = !visit(at->first, *at->second);
  }
}

void Overlay::Put(std::string key, std::string value) { Set(std::move(key), std::move(value)); }

void Overlay::Erase(std::string key) { Set(std::move(key), std::nullopt); }

void Overlay::Set(std::string key, std::optional<std::string> value) {
  if (const auto at = places_.find(key); at != places_.end()) {
    at->second->second = std::move(value);
    return;
  }
  const auto row = rows_.emplace(std::move(key), std::move(value)).first;
  places_.emplace(row->first, row);
}

void Overlay::Forget(std::string_view key) {
  const auto at = places_.find(key);
  if (at == places_.end()) return;
  const auto row = at->second;
  places_.erase(at);
  rows_.erase(row);
}

void Overlay::Clear() {
  places_.clear();
  rows_.clear();
}

}  // namespace enishi
