#pragma once

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "ledger/instruction/fields.h"

// The bodies of the codecs. Included by the sources that instantiate Codec for a structure, and
// never by a header.

namespace enishi {

// --- Enumerations ----------------------------------------------------------------------------

template <class E>
  requires std::is_enum_v<E>
Parsed<E> FieldType<E>::FromJson(const JsonValue& json) {
  const auto text = json.AsString();
  const auto& names = EnumNames<E>::kNames;
  const auto at = text ? std::find(names.begin(), names.end(), *text) : names.end();
  if (at == names.end()) return FormatError{"not one of the names this field takes"};
  return static_cast<E>(at - names.begin());
}

template <class E>
  requires std::is_enum_v<E>
Json FieldType<E>::ToJson(const E& value) {
  return EnumName(value);
}

template <class E>
  requires std::is_enum_v<E>
Json FieldType<E>::Schema() {
  return Json::object({{"type", "string"}, {"enum", EnumNames<E>::kNames}});
}

template <class E>
  requires std::is_enum_v<E>
void FieldType<E>::Put(std::string& out, const E& value) {
  PutInteger(out, static_cast<uint8_t>(value));
}

template <class E>
  requires std::is_enum_v<E>
bool FieldType<E>::Get(ByteReader& in, E& value) {
  uint8_t byte = 0;
  if (!in.Read(byte) || byte >= EnumNames<E>::kNames.size()) return false;
  value = static_cast<E>(byte);
  return true;
}

// --- Optional values and lists ---------------------------------------------------------------

template <class T>
Parsed<std::optional<T>> FieldType<std::optional<T>>::FromJson(const JsonValue& json) {
  auto value = FieldType<T>::FromJson(json);
  if (!value) return value.error();
  return std::optional<T>(*std::move(value));
}

template <class T>
Json FieldType<std::optional<T>>::ToJson(const std::optional<T>& value) {
  return FieldType<T>::ToJson(*value);
}

template <class T>
Json FieldType<std::optional<T>>::Schema() {
  return FieldType<T>::Schema();
}

template <class T>
void FieldType<std::optional<T>>::Put(std::string& out, const std::optional<T>& value) {
  FieldType<bool>::Put(out, value.has_value());
  if (value) FieldType<T>::Put(out, *value);
}

template <class T>
bool FieldType<std::optional<T>>::Get(ByteReader& in, std::optional<T>& value) {
  bool present = false;
  if (!FieldType<bool>::Get(in, present)) return false;
  if (!present) return true;
  return FieldType<T>::Get(in, value.emplace());
}

template <class T>
Parsed<std::vector<T>> FieldType<std::vector<T>>::FromJson(const JsonValue& json) {
  const auto elements = json.AsArray();
  if (!elements) return FormatError{"not a list"};
  if (elements->size() > kListMax) {
    return FormatError{"a list of more than " + std::to_string(kListMax)};
  }
  std::vector<T> values;
  values.reserve(elements->size());
  for (const JsonValue& element : *elements) {
    auto value = FieldType<T>::FromJson(element);
    if (!value) return value.error();
    values.push_back(*std::move(value));
  }
  return values;
}

template <class T>
Json FieldType<std::vector<T>>::ToJson(const std::vector<T>& values) {
  Json array = Json::array();
  for (const T& value : values) array.push_back(FieldType<T>::ToJson(value));
  return array;
}

template <class T>
Json FieldType<std::vector<T>>::Schema() {
  return Json::object(
      {{"type", "array"}, {"maxItems", kListMax}, {"items", FieldType<T>::Schema()}});
}

template <class T>
void FieldType<std::vector<T>>::Put(std::string& out, const std::vector<T>& values) {
  CHECK(values.size() <= kCountMax);
  PutInteger(out, static_cast<uint16_t>(values.size()));
  for (const T& value : values) FieldType<T>::Put(out, value);
}

template <class T>
bool FieldType<std::vector<T>>::Get(ByteReader& in, std::vector<T>& values) {
  uint16_t count = 0;
  if (!in.Read(count)) return false;
  for (uint16_t i = 0; i < count; ++i) {
    if (!FieldType<T>::Get(in, values.emplace_back())) return false;
  }
  return true;
}

// --- Structures ------------------------------------------------------------------------------

/// Appends the fields to an object, without optional ones that are absent.
template <HasFields S>
void WriteFields(const S& value, Json& object) {
  ForEachField<S>([&](const auto& field) {
    using T = typename std::decay_t<decltype(field)>::Type;
    if constexpr (kIsOptional<T>) {
      if (!(value.*field.member).has_value()) return;
    }
    object[std::string(field.name)] = FieldType<T>::ToJson(value.*field.member);
  });
}

template <HasFields S>
void PutFields(std::string& out, const S& value) {
  ForEachField<S>([&](const auto& field) {
    using T = typename std::decay_t<decltype(field)>::Type;
    FieldType<T>::Put(out, value.*field.member);
  });
}

/// False if the bytes end early or hold a value that JSON would refuse.
template <HasFields S>
bool GetFields(ByteReader& in, S& value) {
  bool good = true;
  ForEachField<S>([&](const auto& field) {
    using T = typename std::decay_t<decltype(field)>::Type;
    good = good && FieldType<T>::Get(in, value.*field.member);
  });
  return good;
}

template <HasFields S>
bool Codec<S>::Has(std::string_view name) {
  bool found = false;
  ForEachField<S>([&](const auto& field) { found = found || field.name == name; });
  return found;
}

template <HasFields S>
std::optional<Rejection> Codec<S>::Missing(const JsonMembers& object) {
  std::optional<Rejection> rejection;
  ForEachField<S>([&](const auto& field) {
    using T = typename std::decay_t<decltype(field)>::Type;
    if (!rejection && !kIsOptional<T> && object.Find(field.name) == nullptr) {
      rejection = {Reason::kFieldMissing, "/" + std::string(field.name)};
    }
  });
  return rejection;
}

template <HasFields S>
Checked<S> Codec<S>::Read(const JsonMembers& object) {
  S value;
  std::optional<Rejection> rejection;
  ForEachField<S>([&](const auto& field) {
    using T = typename std::decay_t<decltype(field)>::Type;
    const JsonValue* member = object.Find(field.name);
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

template <HasFields S>
void Codec<S>::AddSchema(Json& properties, Json& required) {
  ForEachField<S>([&](const auto& field) {
    using T = typename std::decay_t<decltype(field)>::Type;
    properties[std::string(field.name)] = FieldType<T>::Schema();
    if (!kIsOptional<T>) required.push_back(field.name);
  });
}

template <HasFields S>
void Codec<S>::Write(const S& value, Json& object) {
  WriteFields(value, object);
}

template <HasFields S>
void FieldType<S>::Put(std::string& out, const S& value) {
  PutFields(out, value);
}

template <HasFields S>
bool FieldType<S>::Get(ByteReader& in, S& value) {
  return GetFields(in, value);
}

template <HasFields S>
Parsed<S> FieldType<S>::FromJson(const JsonValue& json) {
  const auto object = json.AsObject();
  if (!object) return FormatError{"not an object"};
  if (const auto missing = Codec<S>::Missing(*object)) {
    return FormatError{"lacks " + missing->pointer};
  }
  for (const auto& [name, member] : *object) {
    if (!Codec<S>::Has(name)) return FormatError{"has a field it should not have"};
  }
  auto value = Codec<S>::Read(*object);
  if (!value) return FormatError{value.error().pointer + ": " + value.error().detail};
  return *std::move(value);
}

template <HasFields S>
Json FieldType<S>::ToJson(const S& value) {
  Json object = Json::object();
  WriteFields(value, object);
  return object;
}

template <HasFields S>
Json FieldType<S>::Schema() {
  Json properties = Json::object();
  Json required = Json::array();
  Codec<S>::AddSchema(properties, required);
  return Json::object({{"type", "object"},
                       {"additionalProperties", false},
                       {"properties", std::move(properties)},
                       {"required", std::move(required)}});
}

}  // namespace enishi
