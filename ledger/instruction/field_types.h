#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "ledger/base/amount.h"
#include "ledger/base/bytes.h"
#include "ledger/base/calendar.h"
#include "ledger/base/hash.h"
#include "ledger/base/identifiers.h"
#include "ledger/base/json.h"
#include "ledger/base/result.h"
#include "ledger/keys/keys.h"

namespace enishi {

// A FieldType says, once for each type that a field can have, how it stands in JSON, in a JSON
// Schema and in bytes. Structures list their fields once (fields.h) and get all codecs from that.
//
// Bytes: integers are big-endian of their width, texts a length byte and the bytes, lists a
// two-byte count and the elements, optional values a byte 0 or 1 and the value. What JSON refuses
// as a value, bytes refuse too: whatever was read can be shown.
template <class T>
struct FieldType;

/// The most elements a list in an instruction or record may have.
inline constexpr size_t kListMax = 64;

inline Json StringSchema(std::string_view description) {
  return Json::Object{{"type", "string"}, {"description", description}};
}

inline Json IntegerSchema(uint64_t maximum) {
  return Json::Object{{"type", "integer"}, {"minimum", 0}, {"maximum", maximum}};
}

/// Texts that know how to read themselves: T::Parse(text) and the member `text`.
template <class T>
concept TextName = requires(std::string_view text, const T& value) {
  { T::Parse(text) } -> std::same_as<Parsed<T>>;
  { value.text } -> std::convertible_to<std::string>;
};

template <TextName T>
struct FieldType<T> {
  static Parsed<T> FromJson(const Json& json) {
    const std::string* text = json.AsString();
    if (text == nullptr) return FormatError{"not a string"};
    return T::Parse(*text);
  }
  static Json ToJson(const T& value) { return value.text; }
  static Json Schema() { return StringSchema("a short name"); }
  static void Put(std::string& out, const T& value) {
    PutInteger(out, static_cast<uint8_t>(value.text.size()));
    out += value.text;
  }
  static bool Get(ByteReader& in, T& value) {
    uint8_t size = 0;
    std::string_view bytes;
    if (!in.Read(size) || !in.ReadBytes(size, bytes)) return false;
    auto name = T::Parse(bytes);
    if (!name) return false;
    value = *std::move(name);
    return true;
  }
};

/// Identifiers of fixed size that read and write themselves as text.
template <class T>
concept IdName = requires(std::string_view text, const T& value) {
  { T::Parse(text) } -> std::same_as<Parsed<T>>;
  { value.ToString() } -> std::convertible_to<std::string>;
};

template <IdName T>
struct FieldType<T> {
  static Parsed<T> FromJson(const Json& json) {
    const std::string* text = json.AsString();
    if (text == nullptr) return FormatError{"not a string"};
    return T::Parse(*text);
  }
  static Json ToJson(const T& value) { return value.ToString(); }
  static Json Schema() {
    if constexpr (std::same_as<T, Date>) {
      return Json::Object{{"type", "string"}, {"format", "date"}};
    }
    if constexpr (std::same_as<T, Uuid>) {
      return Json::Object{{"type", "string"}, {"format", "uuid"}};
    }
    return StringSchema("an account id, XXXX-XXXX-XXXX-XXXX-XXXX-XXXX");
  }
  static void Put(std::string& out, const T& value) {
    if constexpr (std::same_as<T, Date>) {
      PutInteger(out, value.day);
    } else if constexpr (std::same_as<T, Uuid>) {
      PutBytes(out, value.bytes);
    } else {
      PutBytes(out, value.bytes());
    }
  }
  static bool Get(ByteReader& in, T& value) {
    if constexpr (std::same_as<T, Date>) {
      return in.Read(value.day) && value.day <= Date::kMaxDay;
    } else if constexpr (std::same_as<T, Uuid>) {
      return in.Read(value.bytes);
    } else {
      std::array<uint8_t, 15> bytes{};
      if (!in.Read(bytes)) return false;
      const auto id = AccountId::FromBytes(bytes);
      if (id) value = *id;
      return id.has_value();
    }
  }
};

template <>
struct FieldType<PublicKey> {
  static Parsed<PublicKey> FromJson(const Json& json) {
    const std::string* text = json.AsString();
    if (text == nullptr) return FormatError{"not a string"};
    const auto bytes = Base64Decode(*text);
    if (!bytes) return bytes.error();
    PublicKey key;
    if (bytes->size() != key.bytes.size()) return FormatError{"a public key has 32 bytes"};
    std::copy(bytes->begin(), bytes->end(), key.bytes.begin());
    return key;
  }
  static Json ToJson(const PublicKey& value) { return Base64Encode(AsView(value.bytes)); }
  static Json Schema() { return StringSchema("an Ed25519 public key in base64"); }
  static void Put(std::string& out, const PublicKey& value) { PutBytes(out, value.bytes); }
  static bool Get(ByteReader& in, PublicKey& value) { return in.Read(value.bytes); }
};

template <>
struct FieldType<Hash> {
  static Parsed<Hash> FromJson(const Json& json) {
    const std::string* text = json.AsString();
    if (text == nullptr) return FormatError{"not a string"};
    const auto bytes = HexDecode(*text);
    if (!bytes) return bytes.error();
    Hash hash;
    if (bytes->size() != hash.size()) return FormatError{"a digest has 32 bytes"};
    std::copy(bytes->begin(), bytes->end(), hash.begin());
    return hash;
  }
  static Json ToJson(const Hash& value) { return HexEncode(AsView(value)); }
  static Json Schema() { return StringSchema("a SHA-256 digest in lower-case hexadecimal"); }
  static void Put(std::string& out, const Hash& value) { PutBytes(out, value); }
  static bool Get(ByteReader& in, Hash& value) { return in.Read(value); }
};

template <>
struct FieldType<Amount> {
  static Parsed<Amount> FromJson(const Json& json) {
    const int64_t* number = json.AsInteger();
    const auto amount = number == nullptr ? std::nullopt : Amount::From(*number);
    if (!amount) return FormatError{"not an integer from 0 to 9007199254740991"};
    return *amount;
  }
  static Json ToJson(const Amount& value) { return value.minor(); }
  static Json Schema() { return IntegerSchema(Amount::kMax); }
  static void Put(std::string& out, const Amount& value) {
    PutInteger(out, static_cast<uint64_t>(value.minor()));
  }
  static bool Get(ByteReader& in, Amount& value) {
    uint64_t number = 0;
    if (!in.Read(number) || number > static_cast<uint64_t>(Amount::kMax)) return false;
    value = *Amount::From(static_cast<int64_t>(number));
    return true;
  }
};

template <>
struct FieldType<Timestamp> {
  static Parsed<Timestamp> FromJson(const Json& json) {
    const int64_t* number = json.AsInteger();
    if (number == nullptr || *number < 0 || *number > static_cast<int64_t>(Timestamp::kMax)) {
      return FormatError{"not milliseconds since 1970 up to the year 9999"};
    }
    return Timestamp{static_cast<uint64_t>(*number)};
  }
  static Json ToJson(const Timestamp& value) { return value.ms; }
  static Json Schema() { return IntegerSchema(Timestamp::kMax); }
  static void Put(std::string& out, const Timestamp& value) { PutInteger(out, value.ms); }
  static bool Get(ByteReader& in, Timestamp& value) {
    return in.Read(value.ms) && value.ms <= Timestamp::kMax;
  }
};

template <std::unsigned_integral T>
  requires(!std::same_as<T, bool>)
struct FieldType<T> {
  static constexpr uint64_t kMax = std::min<uint64_t>(std::numeric_limits<T>::max(), Amount::kMax);
  static Parsed<T> FromJson(const Json& json) {
    const int64_t* number = json.AsInteger();
    if (number == nullptr || *number < 0 || static_cast<uint64_t>(*number) > kMax) {
      return FormatError{"not an integer from 0 to " + std::to_string(kMax)};
    }
    return static_cast<T>(*number);
  }
  static Json ToJson(const T& value) { return uint64_t{value}; }
  static Json Schema() { return IntegerSchema(kMax); }
  static void Put(std::string& out, const T& value) { PutInteger(out, value); }
  static bool Get(ByteReader& in, T& value) { return in.Read(value) && value <= kMax; }
};

/// A signed change of an amount; two's complement in bytes.
template <>
struct FieldType<int64_t> {
  static Parsed<int64_t> FromJson(const Json& json) {
    if (json.AsInteger() == nullptr) return FormatError{"not an integer"};
    return *json.AsInteger();
  }
  static Json ToJson(const int64_t& value) { return value; }
  static Json Schema() { return Json::Object{{"type", "integer"}}; }
  static void Put(std::string& out, const int64_t& value) {
    PutInteger(out, static_cast<uint64_t>(value));
  }
  static bool Get(ByteReader& in, int64_t& value) {
    uint64_t bits = 0;
    if (!in.Read(bits)) return false;
    value = static_cast<int64_t>(bits);
    return true;
  }
};

template <>
struct FieldType<bool> {
  static Parsed<bool> FromJson(const Json& json) {
    if (json.AsBool() == nullptr) return FormatError{"not true or false"};
    return *json.AsBool();
  }
  static Json ToJson(const bool& value) { return value; }
  static Json Schema() { return Json::Object{{"type", "boolean"}}; }
  static void Put(std::string& out, const bool& value) {
    PutInteger(out, static_cast<uint8_t>(value ? 1 : 0));
  }
  static bool Get(ByteReader& in, bool& value) {
    uint8_t byte = 0;
    if (!in.Read(byte) || byte > 1) return false;
    value = byte == 1;
    return true;
  }
};

/// An enumeration whose values 0, 1, … have the names in EnumNames<E>::kNames.
template <class E>
struct EnumNames;

template <class E>
  requires std::is_enum_v<E>
std::string_view EnumName(E value) {
  return EnumNames<E>::kNames.at(static_cast<size_t>(value));
}

template <class E>
  requires std::is_enum_v<E>
struct FieldType<E> {
  static Parsed<E> FromJson(const Json& json) {
    const std::string* text = json.AsString();
    const auto& names = EnumNames<E>::kNames;
    const auto at = text == nullptr ? names.end() : std::find(names.begin(), names.end(), *text);
    if (at == names.end()) return FormatError{"not one of the names this field takes"};
    return static_cast<E>(at - names.begin());
  }
  static Json ToJson(const E& value) { return EnumName(value); }
  static Json Schema() {
    Json names;
    for (const std::string_view name : EnumNames<E>::kNames) names.Push(name);
    return Json::Object{{"type", "string"}, {"enum", std::move(names)}};
  }
  static void Put(std::string& out, const E& value) {
    PutInteger(out, static_cast<uint8_t>(value));
  }
  static bool Get(ByteReader& in, E& value) {
    uint8_t byte = 0;
    if (!in.Read(byte) || byte >= EnumNames<E>::kNames.size()) return false;
    value = static_cast<E>(byte);
    return true;
  }
};

template <class T>
struct FieldType<std::optional<T>> {
  static Parsed<std::optional<T>> FromJson(const Json& json) {
    auto value = FieldType<T>::FromJson(json);
    if (!value) return value.error();
    return std::optional<T>(*std::move(value));
  }
  static Json ToJson(const std::optional<T>& value) { return FieldType<T>::ToJson(*value); }
  static Json Schema() { return FieldType<T>::Schema(); }
  static void Put(std::string& out, const std::optional<T>& value) {
    FieldType<bool>::Put(out, value.has_value());
    if (value) FieldType<T>::Put(out, *value);
  }
  static bool Get(ByteReader& in, std::optional<T>& value) {
    bool present = false;
    if (!FieldType<bool>::Get(in, present)) return false;
    if (!present) return true;
    return FieldType<T>::Get(in, value.emplace());
  }
};

template <class T>
struct FieldType<std::vector<T>> {
  static Parsed<std::vector<T>> FromJson(const Json& json) {
    const Json::Array* array = json.AsArray();
    if (array == nullptr) return FormatError{"not a list"};
    if (array->size() > kListMax) return FormatError{"a list of more than 64"};
    std::vector<T> values;
    for (const Json& element : *array) {
      auto value = FieldType<T>::FromJson(element);
      if (!value) return value.error();
      values.push_back(*std::move(value));
    }
    return values;
  }
  static Json ToJson(const std::vector<T>& values) {
    Json::Array array;
    for (const T& value : values) array.push_back(FieldType<T>::ToJson(value));
    return array;
  }
  static Json Schema() {
    return Json::Object{
        {"type", "array"}, {"maxItems", uint64_t{kListMax}}, {"items", FieldType<T>::Schema()}};
  }
  static void Put(std::string& out, const std::vector<T>& values) {
    PutInteger(out, static_cast<uint16_t>(values.size()));
    for (const T& value : values) FieldType<T>::Put(out, value);
  }
  static bool Get(ByteReader& in, std::vector<T>& values) {
    uint16_t count = 0;
    if (!in.Read(count)) return false;
    for (uint16_t i = 0; i < count; ++i) {
      if (!FieldType<T>::Get(in, values.emplace_back())) return false;
    }
    return true;
  }
};

}  // namespace enishi
