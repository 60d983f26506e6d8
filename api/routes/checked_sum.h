#pragma once

#include <cstdint>
#include <optional>

#include "ledger/base/amount.h"
#include "ledger/base/json.h"

namespace enishi {

/// A sum of amounts for an answer, from −(2^53 − 1) to 2^53 − 1: beyond it no JSON reader would
/// keep it exactly, so that a sum which ever left that range has no value.
class CheckedSum {
 public:
  /// The term may be any number.
  void Add(int64_t term) {
    int64_t sum = 0;
    has_value_ = has_value_ && !__builtin_add_overflow(sum_, term, &sum) && sum <= Amount::kMax &&
                 sum >= -Amount::kMax;
    sum_ = sum;
  }
  void Add(const CheckedSum& other) {
    Add(other.sum_);
    has_value_ = has_value_ && other.has_value_;
  }
  void Subtract(const CheckedSum& other) {
    Add(-other.sum_);
    has_value_ = has_value_ && other.has_value_;
  }

  [[nodiscard]] std::optional<int64_t> value() const {
    return has_value_ ? std::optional(sum_) : std::nullopt;
  }
  /// The sum, or null where it has no value.
  [[nodiscard]] Json ToJson() const { return has_value_ ? Json(sum_) : Json(); }

 private:
  int64_t sum_ = 0;  // within the range wherever it has a value
  bool has_value_ = true;
};

}  // namespace enishi
