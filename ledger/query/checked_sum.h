#pragma once

#include <cstdint>
#include <optional>

namespace enishi {

/// A sum of amounts from −(2^53 − 1) to 2^53 − 1, the range that every JSON reader keeps exactly.
/// A sum that has left the range once has no value from then on.
class CheckedSum {
 public:
  /// Adds any integer.
  void Add(int64_t term);
  void Add(const CheckedSum& other);
  void Subtract(const CheckedSum& other);

  /// The sum, or nullopt if it has left the range.
  [[nodiscard]] std::optional<int64_t> value() const;

 private:
  int64_t sum_ = 0;  // in the range while has_value_ is true
  bool has_value_ = true;
};

}  // namespace enishi
