#include "ledger/base/nearest_name.h"

#include <algorithm>
#include <vector>

namespace enishi {
namespace {

std::string LowerCase(std::string_view text) {
  std::string lower(text);
  for (char& letter : lower) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  }
  return lower;
}

// The optimal string alignment distance.
size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<std::vector<size_t>> rows(a.size() + 1, std::vector<size_t>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) rows[i][0] = i;
  for (size_t j = 0; j <= b.size(); ++j) rows[0][j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t replaced = rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      rows[i][j] = std::min({rows[i - 1][j] + 1, rows[i][j - 1] + 1, replaced});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) rows[i][j] = std::min(rows[i][j], rows[i - 2][j - 2] + 1);
    }
  }
  return rows[a.size()][b.size()];
}

}  // namespace

std::optional<std::string> NearestName(std::string_view name,
                                       std::span<const std::string_view> candidates) {
  constexpr size_t kContainedBytesMin = 3;
  if (name.empty() || name.size() > kNearestNameBytesMax) return std::nullopt;
  const std::string wanted = LowerCase(name);
  size_t best = std::max<size_t>(1, name.size() / 3) + 1;
  std::optional<std::string> nearest;
  std::optional<std::string> containing;
  size_t containing_count = 0;
  for (const std::string_view candidate : candidates) {
    if (candidate.size() > kNearestNameBytesMax) continue;
    const std::string lower = LowerCase(candidate);
    if (const size_t distance = EditDistance(wanted, lower); distance < best) {
      best = distance;
      nearest = candidate;
    }
    if (wanted.size() >= kContainedBytesMin && lower.find(wanted) != std::string::npos) {
      containing = candidate;
      ++containing_count;
    }
  }
  if (nearest || containing_count != 1) return nearest;
  return containing;
}

}  // namespace enishi
