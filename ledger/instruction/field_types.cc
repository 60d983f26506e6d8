#include "ledger/instruction/field_types.h"

#include <algorithm>
#include <array>
#include <concepts>
#include <limits>
#include <nlohmann/json.hpp>

namespace enishi {
namespace {

constexpr std::string_view kNotAString = "not a string";

// The byte of its length limits a short text.
constexpr size_t kShortTextBytesMax = 255;

template <class T>
concept ShortText = requires(const T& value) {
  { value.text } -> std::convertible_to<std::string>;
};

template <std::unsigned_integral T>
constexpr uint64_t kIntegerMax = std::min<uint64_t>(std::numeric_limits<T>::max(), Amount::kMax);

FormatError IntegerExpected(uint64_t maximum) {
  return {"not an integer from 0 to " + std::to_string(maximum)};
}

// The bytes of a base64 or hexadecimal text, if they are as many as the value has.
template <size_t kSize, class Decode>
Parsed<std::array<uint8_t, kSize>> ReadBytes(const JsonValue& json, Decode decode,
                                             const char* wrong_size) {
  const auto text = json.AsString();
  if (!text) return FormatError{std::string(kNotAString)};
  const auto bytes = decode(*text);
  if (!bytes) return bytes.error();
  std::array<uint8_t, kSize> value{};
  if (bytes->size() != kSize) return FormatError{wrong_size};
  std::copy(bytes->begin(), bytes->end(), value.begin());
  return value;
}

}  // namespace

Json StringSchema(std::string_view description) {
  return Json::object({{"type", "string"}, {"description", description}});
}

Json IntegerSchema(uint64_t maximum) {
  return Json::object({{"type", "integer"}, {"minimum", 0}, {"maximum", maximum}});
}

// --- Texts, identifiers and integers ---------------------------------------------------------

template <class T>
Parsed<T> PlainFieldType<T>::FromJson(const JsonValue& json) {
  if constexpr (std::unsigned_integral<T>) {
    const auto number = json.AsInteger();
    if (!number || *number < 0 || static_cast<uint64_t>(*number) > kIntegerMax<T>) {
      return IntegerExpected(kIntegerMax<T>);
    }
    return static_cast<T>(*number);
  } else {
    const auto text = json.AsString();
    if (!text) return FormatError{std::string(kNotAString)};
    return T::Parse(*text);
  }
}

template <class T>
Json PlainFieldType<T>::ToJson(const T& value) {
  if constexpr (std::unsigned_integral<T>) {
    return uint64_t{value};
  } else if constexpr (ShortText<T>) {
    return value.text;
  } else {
    return value.ToString();
  }
}

template <class T>
Json PlainFieldType<T>::Schema() {
  if constexpr (std::unsigned_integral<T>) {
    return IntegerSchema(kIntegerMax<T>);
  } else if constexpr (ShortText<T>) {
    return StringSchema("a short name");
  } else if constexpr (std::same_as<T, Date>) {
    return Json::object({{"type", "string"}, {"format", "date"}});
  } else if constexpr (std::same_as<T, Uuid>) {
    return Json::object({{"type", "string"}, {"format", "uuid"}});
  } else {
    return StringSchema("an account id, XXXX-XXXX-XXXX-XXXX-XXXX-XXXX");
  }
}

template <class T>
void PlainFieldType<T>::Put(std::string& out, const T& value) {
  if constexpr (std::unsigned_integral<T>) {
    PutInteger(out, value);
  } else if constexpr (ShortText<T>) {
    CHECK(value.text.size() <= kShortTextBytesMax);
    PutInteger(out, static_cast<uint8_t>(value.text.size()));
    out += value.text;
  } else if constexpr (std::same_as<T, Date>) {
    PutInteger(out, value.day);
  } else if constexpr (std::same_as<T, Uuid>) {
    PutBytes(out, value.bytes);
  } else {
    PutBytes(out, value.bytes());
  }
}

template <class T>
bool PlainFieldType<T>::Get(ByteReader& in, T& value) {
  if constexpr (std::unsigned_integral<T>) {
    return in.Read(value) && value <= kIntegerMax<T>;
  } else if constexpr (ShortText<T>) {
    uint8_t size = 0;
    std::string_view bytes;
    if (!in.Read(size) || !in.ReadBytes(size, bytes)) return false;
    auto name = T::Parse(bytes);
    if (name) value = *std::move(name);
    return name.has_value();
  } else if constexpr (std::same_as<T, Date>) {
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

template struct PlainFieldType<Code>;
template struct PlainFieldType<CurrencyCode>;
template struct PlainFieldType<MunicipalityCode>;
template struct PlainFieldType<Origin>;
template struct PlainFieldType<Reference>;
template struct PlainFieldType<AccountId>;
template struct PlainFieldType<Date>;
template struct PlainFieldType<Uuid>;
template struct PlainFieldType<uint8_t>;
template struct PlainFieldType<uint16_t>;
template struct PlainFieldType<uint32_t>;
template struct PlainFieldType<uint64_t>;

// --- Keys and digests ------------------------------------------------------------------------

Parsed<PublicKey> FieldType<PublicKey>::FromJson(const JsonValue& json) {
  const auto bytes = ReadBytes<32>(json, Base64Decode, "a public key has 32 bytes");
  if (!bytes) return bytes.error();
  return PublicKey{*bytes};
}
Json FieldType<PublicKey>::ToJson(const PublicKey& value) {
  return Base64Encode(AsView(value.bytes));
}
Json FieldType<PublicKey>::Schema() { return StringSchema("an Ed25519 public key in base64"); }
void FieldType<PublicKey>::Put(std::string& out, const PublicKey& value) {
  PutBytes(out, value.bytes);
}
bool FieldType<PublicKey>::Get(ByteReader& in, PublicKey& value) { return in.Read(value.bytes); }

Parsed<Hash> FieldType<Hash>::FromJson(const JsonValue& json) {
  return ReadBytes<32>(json, HexDecode, "a digest has 32 bytes");
}
Json FieldType<Hash>::ToJson(const Hash& value) { return HexEncode(AsView(value)); }
Json FieldType<Hash>::Schema() {
  return StringSchema("a SHA-256 digest in lower-case hexadecimal");
}
void FieldType<Hash>::Put(std::string& out, const Hash& value) { PutBytes(out, value); }
bool FieldType<Hash>::Get(ByteReader& in, Hash& value) { return in.Read(value); }

// --- Numbers ---------------------------------------------------------------------------------

Parsed<Amount> FieldType<Amount>::FromJson(const JsonValue& json) {
  const auto number = json.AsInteger();
  const auto amount = number ? Amount::From(*number) : std::nullopt;
  if (!amount) return IntegerExpected(Amount::kMax);
  return *amount;
}
Json FieldType<Amount>::ToJson(const Amount& value) { return value.minor(); }
Json FieldType<Amount>::Schema() { return IntegerSchema(Amount::kMax); }
void FieldType<Amount>::Put(std::string& out, const Amount& value) {
  PutInteger(out, static_cast<uint64_t>(value.minor()));
}
bool FieldType<Amount>::Get(ByteReader& in, Amount& value) {
  uint64_t number = 0;
  if (!in.Read(number) || number > static_cast<uint64_t>(Amount::kMax)) return false;
  value = *Amount::From(static_cast<int64_t>(number));
  return true;
}

Parsed<Timestamp> FieldType<Timestamp>::FromJson(const JsonValue& json) {
  const auto number = json.AsInteger();
  if (!number || *number < 0 || *number > static_cast<int64_t>(Timestamp::kMax)) {
    return FormatError{"not milliseconds since 1970 up to the year 9999"};
  }
  return Timestamp{static_cast<uint64_t>(*number)};
}
Json FieldType<Timestamp>::ToJson(const Timestamp& value) { return value.ms; }
Json FieldType<Timestamp>::Schema() { return IntegerSchema(Timestamp::kMax); }
void FieldType<Timestamp>::Put(std::string& out, const Timestamp& value) {
  PutInteger(out, value.ms);
}
bool FieldType<Timestamp>::Get(ByteReader& in, Timestamp& value) {
  return in.Read(value.ms) && value.ms <= Timestamp::kMax;
}

Parsed<int64_t> FieldType<int64_t>::FromJson(const JsonValue& json) {
  const auto number = json.AsInteger();
  if (!number) return FormatError{"not an integer"};
  return *number;
}
Json FieldType<int64_t>::ToJson(const int64_t& value) { return value; }
Json FieldType<int64_t>::Schema() { return Json::object({{"type", "integer"}}); }
void FieldType<int64_t>::Put(std::string& out, const int64_t& value) {
  PutInteger(out, static_cast<uint64_t>(value));
}
bool FieldType<int64_t>::Get(ByteReader& in, int64_t& value) {
  uint64_t bits = 0;
  if (!in.Read(bits)) return false;
  value = static_cast<int64_t>(bits);
  return true;
}

Parsed<bool> FieldType<bool>::FromJson(const JsonValue& json) {
  const auto value = json.AsBool();
  if (!value) return FormatError{"not true or false"};
  return *value;
}
Json FieldType<bool>::ToJson(const bool& value) { return value; }
Json FieldType<bool>::Schema() { return Json::object({{"type", "boolean"}}); }
void FieldType<bool>::Put(std::string& out, const bool& value) {
  PutInteger(out, static_cast<uint8_t>(value ? 1 : 0));
}
bool FieldType<bool>::Get(ByteReader& in, bool& value) {
  uint8_t byte = 0;
  if (!in.Read(byte) || byte > 1) return false;
  value = byte == 1;
  return true;
}

}  // namespace enishi
