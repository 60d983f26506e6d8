#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace enishi {

/// Returns the candidate that `name` is most likely a misspelling of: the one with the smallest
/// edit distance (insertions, deletions, replacements and swaps of two neighbours; ASCII case is
/// ignored), or else the only one that contains `name`. Returns nullopt if no candidate is close:
/// at most one edit for each three bytes of `name`, and at least one. Names longer than
/// kNearestNameBytesMax have no nearest name.
inline constexpr size_t kNearestNameBytesMax = 64;
std::optional<std::string> NearestName(std::string_view name,
                                       std::span<const std::string_view> candidates);

}  // namespace enishi
