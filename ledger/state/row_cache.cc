#include "ledger/state/row_cache.h"

#include <utility>

namespace enishi {
namespace {

constexpr size_t kNodeBytes = 96;  // about the overhead of a row

}  // namespace

std::optional<std::string> RowCache::Get(std::string_view key) const {
  if (key == missing_) return std::nullopt;
  if (const std::string* value = Find(key)) return *value;
  auto value = base_.Get(key);
  if (value) {
    Keep(std::string(key), *value);
  } else {
    missing_ = key;
  }
  return value;
}

void RowCache::Take(RowsAhead ahead) {
  for (auto& [key, value] : ahead.rows) {
    const bool is_current = written_[PlaceOf(key)] <= ahead.as_of;
    if (is_current && Find(key) == nullptr) Keep(std::move(key), std::move(value));
  }
}

void RowCache::Update(const Overlay::Rows& rows, uint64_t applied_size) {
  missing_.clear();
  for (const auto& [key, value] : rows) {
    written_[PlaceOf(key)] = applied_size;
    std::string* kept = Find(key);
    // A row that was never read, such as a new id, is not likely to be read soon.
    if (kept == nullptr) continue;
    if (value) {
      if (value->size() > kept->size()) young_bytes_ += value->size() - kept->size();
      *kept = *value;
    } else {
      young_.erase(key);
    }
  }
}

std::string* RowCache::Find(std::string_view key) const {
  if (const auto at = young_.find(key); at != young_.end()) return &at->second;
  const auto at = old_.find(key);
  if (at == old_.end()) return nullptr;
  auto node = old_.extract(at);
  Keep(std::move(node.key()), std::move(node.mapped()));
  return &young_.find(key)->second;
}

void RowCache::Keep(std::string key, std::string value) const {
  const size_t bytes = key.size() + value.size() + kNodeBytes;
  if (young_bytes_ + bytes > generation_max_) {
    old_ = std::exchange(young_, {});
    young_bytes_ = 0;
  }
  young_bytes_ += bytes;
  young_.insert_or_assign(std::move(key), std::move(value));
}

}  // namespace enishi
