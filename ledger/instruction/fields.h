#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include "ledger/instruction/field_types.h"
#include "ledger/instruction/rejection.h"

namespace enishi {

/// A field of the structure S: its name in JSON and the member. A structure lists its fields once,
/// `static constexpr auto Fields()` returning a tuple of these; decoder, encoder, JSON Schema and
/// bytes all follow from that list.
template <class S, class T>
struct Field {
  using Type = T;
  std::string_view name;
  T S::* member;
};
template <class S, class T>
Field(std::string_view, T S::*) -> Field<S, T>;

template <class S>
concept HasFields = requires { S::Fields(); };

template <HasFields S, class Visit>
void ForEachField(Visit visit) {
  std::apply([&](const auto&... field) { (visit(field), ...); }, S::Fields());
}

template <class T>
inline constexpr bool kIsOptional = false;
template <class T>
inline constexpr bool kIsOptional<std::optional<T>> = true;

/// The JSON codec of a structure with a field list. Only declared here, so that a unit that uses a
/// structure compiles none of its codecs: the source of the structure's family includes codec.h and
/// instantiates them once, `template struct Codec<PaymentPay>;`. A forgotten line is a link error.
template <HasFields S>
struct Codec {
  /// Whether `name` is in the list.
  static bool Has(std::string_view name);
  /// Refuses when a field that is not optional is missing from the object.
  static std::optional<Rejection> Missing(const JsonMembers& object);
  /// Reads the fields from an object that has all of them. Ignores names that are not listed: the
  /// caller has checked them.
  static Checked<S> Read(const JsonMembers& object);
  /// Appends the fields to an object, without optional ones that are absent.
  static void Write(const S& value, Json& object);
  /// Adds the fields to the `properties` and `required` of a JSON Schema.
  static void AddSchema(Json& properties, Json& required);
};

/// A structure with a field list can itself be a field.
template <HasFields S>
struct FieldType<S> {
  static Parsed<S> FromJson(const JsonValue& json);
  static Json ToJson(const S& value);
  static Json Schema();
  static void Put(std::string& out, const S& value);
  static bool Get(ByteReader& in, S& value);
};

}  // namespace enishi
