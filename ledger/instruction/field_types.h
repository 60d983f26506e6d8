#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "ledger/base/amount.h"
#include "ledger/base/bytes.h"
#include "ledger/base/calendar.h"
#include "ledger/base/hash.h"
#include "ledger/base/identifiers.h"
#include "ledger/base/json.h"
#include "ledger/base/json_reader.h"
#include "ledger/base/result.h"
#include "ledger/keys/keys.h"

namespace enishi {

// A FieldType gives, once for each type that a field can have, its form in JSON, in a JSON Schema
// and in bytes. Structures list their fields once (fields.h) and get all codecs from that.
//
// Bytes: integers are big-endian of their width, texts a length byte and the bytes, lists a
// two-byte count and the elements, optional values a byte 0 or 1 and the value. Bytes refuse the
// values that JSON refuses, so that everything that was read can be shown.
//
// This header only declares. The functions of the plain types are in field_types.cc, those of
// enumerations, optional values, lists and structures in codec.h.
template <class T>
struct FieldType;

/// The most elements that a list in an instruction may have.
inline constexpr size_t kListMax = 64;
/// The most elements that a list in bytes may have: its count has two bytes.
inline constexpr size_t kCountMax = 65'535;

/// Reads a value that was already taken into a tree, for instance a member of an answer.
template <class T>
Parsed<T> ReadField(const Json& json) {
  const auto document = JsonDocument::Parse(Dump(json));
  if (!document) return document.error();
  return FieldType<T>::FromJson(document->root());
}

Json StringSchema(std::string_view description);
Json IntegerSchema(uint64_t maximum);

/// The functions of a type whose FieldType is instantiated in field_types.cc.
template <class T>
struct PlainFieldType {
  static Parsed<T> FromJson(const JsonValue& json);
  static Json ToJson(const T& value);
  static Json Schema();
  static void Put(std::string& out, const T& value);
  static bool Get(ByteReader& in, T& value);
};

// Short texts.
template <>
struct FieldType<Code> : PlainFieldType<Code> {};
template <>
struct FieldType<CurrencyCode> : PlainFieldType<CurrencyCode> {};
template <>
struct FieldType<MunicipalityCode> : PlainFieldType<MunicipalityCode> {};
template <>
struct FieldType<Origin> : PlainFieldType<Origin> {};
template <>
struct FieldType<Reference> : PlainFieldType<Reference> {};

// Texts in JSON, of fixed size in bytes.
template <>
struct FieldType<AccountId> : PlainFieldType<AccountId> {};
template <>
struct FieldType<Date> : PlainFieldType<Date> {};
template <>
struct FieldType<Uuid> : PlainFieldType<Uuid> {};

// Integers from 0 to the lower of the type's maximum and Amount::kMax.
template <>
struct FieldType<uint8_t> : PlainFieldType<uint8_t> {};
template <>
struct FieldType<uint16_t> : PlainFieldType<uint16_t> {};
template <>
struct FieldType<uint32_t> : PlainFieldType<uint32_t> {};
template <>
struct FieldType<uint64_t> : PlainFieldType<uint64_t> {};

/// In base64.
template <>
struct FieldType<PublicKey> {
  static Parsed<PublicKey> FromJson(const JsonValue& json);
  static Json ToJson(const PublicKey& value);
  static Json Schema();
  static void Put(std::string& out, const PublicKey& value);
  static bool Get(ByteReader& in, PublicKey& value);
};

/// In lower-case hexadecimal.
template <>
struct FieldType<Hash> {
  static Parsed<Hash> FromJson(const JsonValue& json);
  static Json ToJson(const Hash& value);
  static Json Schema();
  static void Put(std::string& out, const Hash& value);
  static bool Get(ByteReader& in, Hash& value);
};

template <>
struct FieldType<Amount> {
  static Parsed<Amount> FromJson(const JsonValue& json);
  static Json ToJson(const Amount& value);
  static Json Schema();
  static void Put(std::string& out, const Amount& value);
  static bool Get(ByteReader& in, Amount& value);
};

/// Milliseconds since 1970 as an integer.
template <>
struct FieldType<Timestamp> {
  static Parsed<Timestamp> FromJson(const JsonValue& json);
  static Json ToJson(const Timestamp& value);
  static Json Schema();
  static void Put(std::string& out, const Timestamp& value);
  static bool Get(ByteReader& in, Timestamp& value);
};

/// A signed change of an amount; two's complement in bytes.
template <>
struct FieldType<int64_t> {
  static Parsed<int64_t> FromJson(const JsonValue& json);
  static Json ToJson(const int64_t& value);
  static Json Schema();
  static void Put(std::string& out, const int64_t& value);
  static bool Get(ByteReader& in, int64_t& value);
};

template <>
struct FieldType<bool> {
  static Parsed<bool> FromJson(const JsonValue& json);
  static Json ToJson(const bool& value);
  static Json Schema();
  static void Put(std::string& out, const bool& value);
  static bool Get(ByteReader& in, bool& value);
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
  static Parsed<E> FromJson(const JsonValue& json);
  static Json ToJson(const E& value);
  static Json Schema();
  static void Put(std::string& out, const E& value);
  static bool Get(ByteReader& in, E& value);
};

/// JSON leaves an absent value out; ToJson must not be called for it.
template <class T>
struct FieldType<std::optional<T>> {
  static Parsed<std::optional<T>> FromJson(const JsonValue& json);
  static Json ToJson(const std::optional<T>& value);
  static Json Schema();
  static void Put(std::string& out, const std::optional<T>& value);
  static bool Get(ByteReader& in, std::optional<T>& value);
};

template <class T>
struct FieldType<std::vector<T>> {
  /// Refuses more than kListMax elements.
  static Parsed<std::vector<T>> FromJson(const JsonValue& json);
  static Json ToJson(const std::vector<T>& values);
  static Json Schema();
  /// The list must not have more than kCountMax elements.
  static void Put(std::string& out, const std::vector<T>& values);
  static bool Get(ByteReader& in, std::vector<T>& values);
};

}  // namespace enishi
