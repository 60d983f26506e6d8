#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace enishi {

/// Counts answers and the time they took, by route. Any thread.
class RequestCounts {
 public:
  static constexpr size_t kRoutesMax = 64;
  /// The place of requests that match no route.
  static constexpr size_t kNoRoute = kRoutesMax;

  struct Count {
    std::array<std::atomic<uint64_t>, 6> by_class{};  // by the first digit of the status
    std::atomic<uint64_t> total_us = 0;
  };

  /// `route` is an index into Routes(), or kNoRoute.
  void Add(size_t route, int status, uint64_t duration_us) {
    Count& count = counts_.at(route);
    const auto digit = static_cast<size_t>(status / 100);
    count.by_class.at(std::min(digit, count.by_class.size() - 1)) += 1;
    count.total_us += duration_us;
  }
  [[nodiscard]] const Count& Of(size_t route) const { return counts_.at(route); }

 private:
  std::array<Count, kRoutesMax + 1> counts_{};
};

}  // namespace enishi
