#pragma once

#include <compare>
#include <cstdint>
#include <optional>

#include "ledger/base/result.h"

namespace enishi {

/// A number of points, in the currency's smallest unit: 0 to 2^53 - 1, the largest integer that
/// every JSON reader keeps exactly.
class Amount {
 public:
  static constexpr int64_t kMax = (int64_t{1} << 53) - 1;

  constexpr Amount() = default;
  /// Returns nullopt if the number is below zero or above kMax.
  static constexpr std::optional<Amount> From(int64_t minor) {
    if (minor < 0 || minor > kMax) return std::nullopt;
    return Amount(minor);
  }

  [[nodiscard]] constexpr int64_t minor() const { return minor_; }
  [[nodiscard]] constexpr bool IsZero() const { return minor_ == 0; }

  /// Returns nullopt if the sum leaves the range.
  [[nodiscard]] constexpr std::optional<Amount> Plus(Amount other) const {
    return From(minor_ + other.minor_);
  }
  /// Returns nullopt if the difference leaves the range.
  [[nodiscard]] constexpr std::optional<Amount> Minus(Amount other) const {
    return From(minor_ - other.minor_);
  }

  constexpr auto operator<=>(const Amount&) const = default;

 private:
  explicit constexpr Amount(int64_t minor) : minor_(minor) {}
  int64_t minor_ = 0;
};

}  // namespace enishi
