#pragma once

#include <cstdint>
#include <optional>

#include "ledger/core/amount.h"
#include "ledger/core/json.h"

namespace enishi {

/// A sum of amounts for an answer, from −(2^53 − 1) to 2^53 − 1: beyond it no JSON reader would
/// keep it exactly, so that a sum which ever left that range has no value.
class CheckedSum {
 public:
  /// The term may be any number.
  void Add(int64_t term) {
    int64_t sum = 0;
    if (!sum_ || __builtin_add_overflow(*sum_, term, &sum) || sum > Amount::kMax ||
        sum < -Amount::kMax) {
      sum_.reset();
      return;
    }
    sum_ = sum;
  }
  void Add(const CheckedSum& other) {
    if (other.sum_) {
      Add(*other.sum_);
    } else {
      sum_.reset();
    }
  }
  void Subtract(const CheckedSum& other) {
    CheckedSum negated = other;
    if (negated.sum_) negated.sum_ = -*negated.sum_;
    Add(negated);
  }

  [[nodiscard]] std::optional<int64_t> value() const { return sum_; }
  /// The sum, or null where it has no value.
  [[nodiscard]] Json ToJson() const { return sum_ ? Json(*sum_) : Json(); }

 private:
  std::optional<int64_t> sum_ = 0;
};

}  // namespace enishi
