#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "ledger/core/bytes.h"
#include "ledger/core/hash.h"
#include "ledger/core/json.h"
#include "ledger/core/keys.h"
#include "ledger/core/names.h"
#include "tests/shared_folder.h"

namespace enishi::testing {

/// The JSON of tests/vectors/core/<name>; the test stops where there is none.
inline Json CoreVectors(const std::string& name) {
  const auto path = std::filesystem::path(ENISHI_SOURCE_DIR) / "tests/vectors/core" / name;
  auto json = Json::Parse(ReadFile(path));
  CHECK(json.has_value());
  return *std::move(json);
}

/// The elements of a member that must be an array with at least one element, so that a loop over
/// them tests something.
inline const Json::Array& Elements(const Json& json, std::string_view member) {
  const Json* found = json.Find(member);
  CHECK(found != nullptr && found->AsArray() != nullptr && !found->AsArray()->empty());
  return *found->AsArray();
}

inline std::string Specification(const std::string& name) {
  const std::string text = ReadFile(std::filesystem::path(ENISHI_SOURCE_DIR) / "specs" / name);
  CHECK(!text.empty());
  return text;
}

/// The bytes of a member in hexadecimal, in an array of exactly that size.
template <size_t N>
std::array<uint8_t, N> FixedHex(const Json& json, std::string_view member) {
  const auto bytes = HexDecode(json.Text(member));
  CHECK(bytes.has_value() && bytes->size() == N);
  std::array<uint8_t, N> out{};
  ByteReader(*bytes).Read(out);
  return out;
}

inline std::string HexBytes(const Json& json, std::string_view member) {
  const auto bytes = HexDecode(json.Text(member));
  CHECK(bytes.has_value());
  return *bytes;
}

inline SigningKey KeyOfSeed(const Json& json) {
  auto seed = Seed::FromBytes(HexBytes(json, "seed"));
  CHECK(seed.has_value());
  return SigningKey::FromSeed(*std::move(seed));
}

inline AccountId Account(const Json& json, std::string_view member) {
  const auto id = AccountId::Parse(json.Text(member));
  CHECK(id.has_value());
  return *id;
}

}  // namespace enishi::testing
