#pragma once

#include <cstdlib>
#include <iostream>
#include <string>
#include <utility>
#include <variant>

namespace enishi {

/// Stops the process when a condition that only a programmer's error can break does not hold.
/// Always on, in every build. Never used for anything that comes from outside.
#define CHECK(condition)                                                              \
  do {                                                                                \
    if (!(condition)) {                                                               \
      std::cerr << __FILE__ << ":" << __LINE__ << ": CHECK failed: " #condition "\n"; \
      std::abort();                                                                   \
    }                                                                                 \
  } while (false)

/// The value of a Result that has nothing to say but that it went well.
struct Unit {
  bool operator==(const Unit&) const = default;
};

/// Why bytes or text from outside are not what they claim to be. The message is for people, in
/// English, and never contains the offending bytes themselves.
struct FormatError {
  std::string message;
};

/// Either a T or the error E. Named after C++23's std::expected, so that it
/// can be replaced by it. Reading the wrong side is a programmer's error and stops the process.
/// Not for use across threads without a lock, like any value.
template <class T, class E>
class [[nodiscard]] Result {
 public:
  // Both constructors convert on purpose: `return value;` and `return Rejection{...};` read well.
  Result(T value) : either_(std::in_place_index<0>, std::move(value)) {}  // NOLINT
  Result(E error) : either_(std::in_place_index<1>, std::move(error)) {}  // NOLINT

  [[nodiscard]] bool has_value() const { return either_.index() == 0; }
  explicit operator bool() const { return has_value(); }

  T& value() & {
    CHECK(has_value());
    return *std::get_if<0>(&either_);
  }
  const T& value() const& {
    CHECK(has_value());
    return *std::get_if<0>(&either_);
  }
  T&& value() && {
    CHECK(has_value());
    return std::move(*std::get_if<0>(&either_));
  }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  const E& error() const {
    CHECK(!has_value());
    return *std::get_if<1>(&either_);
  }

 private:
  std::variant<T, E> either_;
};

/// The result of reading a format: the value, or what is wrong with the bytes.
template <class T>
using Parsed = Result<T, FormatError>;

/// Something below could not be read or written. The ledger latches read-only when it meets one.
struct StorageFailure {
  std::string message;
};

}  // namespace enishi
