#pragma once

#include <string>
#include <string_view>
#include <tuple>

#include "ledger/instruction/field_types.h"
#include "ledger/instruction/rejection.h"

namespace enishi {

/// A field of the structure S: its name in JSON and where it lies. A structure lists its fields
/// once, `static constexpr auto Fields()` returning a tuple of these; decoder, encoder, JSON
/// Schema and bytes all follow from that list.
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

/// True when `name` is in the list of S.
template <HasFields S>
bool HasField(std::string_view name) {
  bool found = false;
  ForEachField<S>([&](const auto& field) { found = found || field.name == name; });
  return found;
}

/// Refuses when a field of S that is not optional is missing from the object.
template <HasFields S>
std::optional<Rejection> MissingField(const Json& json) {
  std::optional<Rejection> rejection;
  ForEachField<S>([&](const auto& field) {
    using T = typename std::decay_t<decltype(field)>::Type;
    if (!rejection && !kIsOptional<T> && json.Find(field.name) == nullptr) {
      rejection = {Reason::kFieldMissing, "/" + std::string(field.name)};
    }
  });
  return rejection;
}

/// Reads the fields of S from an object that is known to have them; names that S does not list are
/// passed over, because the caller has checked them.
template <HasFields S>
Checked<S> ReadFields(const Json& json) {
  S value;
  std::optional<Rejection> rejection;
  ForEachField<S>([&](const auto& field) {
    using T = typename std::decay_t<decltype(field)>::Type;
    const Json* member = json.Find(field.name);
    if (rejection || member == nullptr) return;
    auto read = FieldType<T>::FromJson(*member);
    if (read) {
      value.*field.member = *std::move(read);
    } else {
      rejection = {Reason::kFieldInvalid, "/" + std::string(field.name), read.error().message};
    }
  });
  if (rejection) return *std::move(rejection);
  return value;
}

/// Appends the fields to an object, leaving out optional ones that are absent.
template <HasFields S>
void WriteFields(const S& value, Json& object) {
  ForEachField<S>([&](const auto& field) {
    using T = typename std::decay_t<decltype(field)>::Type;
    if constexpr (kIsOptional<T>) {
      if (!(value.*field.member).has_value()) return;
    }
    object.Set(std::string(field.name), FieldType<T>::ToJson(value.*field.member));
  });
}

/// Adds the fields to the `properties` and `required` of a JSON Schema.
template <HasFields S>
void AddSchema(Json& properties, Json& required) {
  ForEachField<S>([&](const auto& field) {
    using T = typename std::decay_t<decltype(field)>::Type;
    properties.Set(std::string(field.name), FieldType<T>::Schema());
    if (!kIsOptional<T>) required.Push(field.name);
  });
}

template <HasFields S>
void PutFields(std::string& out, const S& value) {
  ForEachField<S>([&](const auto& field) {
    using T = typename std::decay_t<decltype(field)>::Type;
    FieldType<T>::Put(out, value.*field.member);
  });
}

template <HasFields S>
bool GetFields(ByteReader& in, S& value) {
  bool good = true;
  ForEachField<S>([&](const auto& field) {
    using T = typename std::decay_t<decltype(field)>::Type;
    good = good && FieldType<T>::Get(in, value.*field.member);
  });
  return good;
}

/// A structure with a field list can itself be a field.
template <HasFields S>
struct FieldType<S> {
  static Parsed<S> FromJson(const Json& json) {
    const Json::Object* object = json.AsObject();
    if (object == nullptr) return FormatError{"not an object"};
    if (const auto missing = MissingField<S>(json)) {
      return FormatError{"lacks " + missing->pointer};
    }
    for (const auto& [name, member] : *object) {
      if (!HasField<S>(name)) return FormatError{"has a field it should not have"};
    }
    auto value = ReadFields<S>(json);
    if (!value) return FormatError{value.error().pointer + ": " + value.error().detail};
    return *std::move(value);
  }
  static Json ToJson(const S& value) {
    Json object = Json::Object{};
    WriteFields(value, object);
    return object;
  }
  static Json Schema() {
    Json properties = Json::Object{};
    Json required = Json::Array{};
    AddSchema<S>(properties, required);
    return Json::Object{{"type", "object"},
                        {"additionalProperties", false},
                        {"properties", std::move(properties)},
                        {"required", std::move(required)}};
  }
  static void Put(std::string& out, const S& value) { PutFields(out, value); }
  static bool Get(ByteReader& in, S& value) { return GetFields(in, value); }
};

}  // namespace enishi
