#include "ledger/query/checked_sum.h"

#include "ledger/base/amount.h"

namespace enishi {

void CheckedSum::Add(int64_t term) {
  int64_t sum = 0;
  has_value_ = has_value_ && !__builtin_add_overflow(sum_, term, &sum) && sum <= Amount::kMax &&
               sum >= -Amount::kMax;
  sum_ = has_value_ ? sum : 0;
}

void CheckedSum::Add(const CheckedSum& other) {
  Add(other.sum_);
  has_value_ = has_value_ && other.has_value_;
}

void CheckedSum::Subtract(const CheckedSum& other) {
  Add(-other.sum_);
  has_value_ = has_value_ && other.has_value_;
}

std::optional<int64_t> CheckedSum::value() const {
  return has_value_ ? std::optional(sum_) : std::nullopt;
}

}  // namespace enishi
