#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "ledger/base/result.h"

namespace enishi {

/// A JSON value as this project uses it: integers only, members in the order written, no member
/// name twice. A value type; about as cheap to move as a string.
class Json {
 public:
  using Array = std::vector<Json>;
  using Object = std::vector<std::pair<std::string, Json>>;

  Json() = default;  // null
  // These convert on purpose, so that an answer reads like the JSON it becomes.
  Json(bool value) : value_(value) {}                           // NOLINT
  Json(int64_t value) : value_(value) {}                        // NOLINT
  Json(uint64_t value);                                         // NOLINT: <= 2^63 - 1
  Json(int value) : value_(int64_t{value}) {}                   // NOLINT
  Json(std::string value) : value_(std::move(value)) {}         // NOLINT
  Json(std::string_view value) : value_(std::string(value)) {}  // NOLINT
  Json(const char* value) : value_(std::string(value)) {}       // NOLINT
  Json(Array value) : value_(std::move(value)) {}               // NOLINT
  Json(Object value) : value_(std::move(value)) {}              // NOLINT

  /// The strict reader for everything that comes from outside. Refuses: bytes that are not UTF-8,
  /// a byte-order mark, a name twice in one object, numbers that are not integers of 64 bits
  /// (1.0, 1e3, -0), lone surrogates, more than kDepthMax levels, anything after the value.
  static constexpr int kDepthMax = 32;
  static Parsed<Json> Parse(std::string_view text);

  /// Compact text. Strings must be UTF-8; bytes that are not come out as U+FFFD.
  [[nodiscard]] std::string Dump() const;
  /// Indented by two spaces, with a newline at the end, for people.
  [[nodiscard]] std::string Pretty() const;

  [[nodiscard]] bool IsNull() const { return std::holds_alternative<std::monostate>(value_); }
  /// Null pointers where the value is of another type.
  [[nodiscard]] const bool* AsBool() const { return std::get_if<bool>(&value_); }
  [[nodiscard]] const int64_t* AsInteger() const { return std::get_if<int64_t>(&value_); }
  [[nodiscard]] const std::string* AsString() const { return std::get_if<std::string>(&value_); }
  [[nodiscard]] const Array* AsArray() const { return std::get_if<Array>(&value_); }
  [[nodiscard]] const Object* AsObject() const { return std::get_if<Object>(&value_); }
  [[nodiscard]] Array* AsArray() { return std::get_if<Array>(&value_); }
  [[nodiscard]] Object* AsObject() { return std::get_if<Object>(&value_); }

  /// The member of that name, or null where there is none or this is no object.
  [[nodiscard]] const Json* Find(std::string_view name) const;
  /// The member's text or integer, or the fallback where it is missing or of another type.
  [[nodiscard]] std::string Text(std::string_view name, std::string_view fallback = "") const;
  [[nodiscard]] int64_t Integer(std::string_view name, int64_t fallback = 0) const;

  /// Appends a member; this must be null or an object, and the name new.
  Json& Set(std::string name, Json value);
  /// Appends an element; this must be null or an array.
  Json& Push(Json value);

  bool operator==(const Json&) const = default;

 private:
  std::variant<std::monostate, bool, int64_t, std::string, Array, Object> value_;
};

}  // namespace enishi
