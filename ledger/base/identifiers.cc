#include "ledger/base/identifiers.h"

#include <algorithm>

#include "ledger/base/bytes.h"
#include "ledger/base/hash.h"

namespace enishi {
namespace {

bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

template <class Allowed>
bool AllOf(std::string_view text, Allowed allowed) {
  return std::all_of(text.begin(), text.end(), allowed);
}

// Writes the 20-bit checksum into the low 4 bits of byte 12 and bytes 13 and 14.
void PutChecksum(std::array<uint8_t, 15>& bytes) {
  bytes[12] &= 0xF0;
  const Hash check = Sha256({"enishi/account-check/v1\n", AsView(bytes).substr(0, 13)});
  bytes[12] |= static_cast<uint8_t>(check[0] >> 4);
  bytes[13] = static_cast<uint8_t>(check[0] << 4 | check[1] >> 4);
  bytes[14] = static_cast<uint8_t>(check[1] << 4 | check[2] >> 4);
}

}  // namespace

AccountId AccountId::FromKey(const PublicKey& key) {
  const Hash hash = Sha256({"enishi/account/v1\n", AsView(key.bytes)});
  AccountId id;
  std::copy_n(hash.begin(), 13, id.bytes_.begin());
  PutChecksum(id.bytes_);
  return id;
}

Parsed<AccountId> AccountId::FromBytes(const std::array<uint8_t, 15>& bytes) {
  AccountId id;
  if (bytes == id.bytes_) return id;
  id.bytes_ = bytes;
  PutChecksum(id.bytes_);
  if (id.bytes_ != bytes) return FormatError{"an account id whose checksum is wrong"};
  return id;
}

Parsed<AccountId> AccountId::Parse(std::string_view text) {
  constexpr size_t kMaxBytes = 40;
  if (text.size() > kMaxBytes) return FormatError{"an account id has 24 characters"};
  const auto bytes = Base32Decode(text);
  if (!bytes) return bytes.error();
  if (bytes->size() != 15) return FormatError{"an account id has 24 characters"};
  std::array<uint8_t, 15> array{};
  std::copy(bytes->begin(), bytes->end(), array.begin());
  auto id = FromBytes(array);
  if (id && id->IsNone()) return FormatError{"no account has this id"};
  return id;
}

std::string AccountId::ToString() const {
  std::string text = Base32Encode(AsView(bytes_));
  for (size_t at = 20; at > 0; at -= 4) text.insert(at, 1, '-');
  return text;
}

Uuid Uuid::At(Timestamp at) {
  const std::string random = RandomBytes(10);
  Uuid uuid;
  for (size_t i = 0; i < 6; ++i) uuid.bytes[i] = static_cast<uint8_t>(at.ms >> (40 - 8 * i));
  for (size_t i = 0; i < 10; ++i) uuid.bytes[6 + i] = static_cast<uint8_t>(random[i]);
  uuid.bytes[6] = static_cast<uint8_t>((uuid.bytes[6] & 0x0F) | 0x70);
  uuid.bytes[8] = static_cast<uint8_t>((uuid.bytes[8] & 0x3F) | 0x80);
  return uuid;
}

Parsed<Uuid> Uuid::Parse(std::string_view text) {
  const FormatError bad{"not a UUID of version 7 in lower case"};
  if (text.size() != 36) return bad;
  std::string digits;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool hyphen_here = i == 8 || i == 13 || i == 18 || i == 23;
    if (hyphen_here != (text[i] == '-')) return bad;
    if (!hyphen_here) digits.push_back(text[i]);
  }
  const auto bytes = HexDecode(digits);
  if (!bytes) return bad;
  Uuid uuid;
  std::copy(bytes->begin(), bytes->end(), uuid.bytes.begin());
  if (uuid.bytes[6] >> 4 != 7 || uuid.bytes[8] >> 6 != 2) return bad;
  return uuid;
}

std::string Uuid::ToString() const {
  std::string text = HexEncode(AsView(bytes));
  for (const size_t at : {20U, 16U, 12U, 8U}) text.insert(at, 1, '-');
  return text;
}

Timestamp Uuid::time() const {
  uint64_t ms = 0;
  for (size_t i = 0; i < 6; ++i) ms = ms << 8 | bytes[i];
  return {ms};
}

Parsed<Code> Code::Parse(std::string_view text) {
  const auto allowed = [](char c) { return IsLower(c) || IsDigit(c) || c == '-'; };
  if (text.empty() || text.size() > kMaxBytes || !AllOf(text, allowed) || text.front() == '-' ||
      text.back() == '-') {
    return FormatError{"not 1 to 32 of a-z, 0-9 and inner hyphens"};
  }
  return Code{std::string(text)};
}

Parsed<CurrencyCode> CurrencyCode::Parse(std::string_view text) {
  const auto allowed = [](char c) { return IsUpper(c) || IsDigit(c); };
  if (text.size() < 2 || text.size() > kMaxBytes || !AllOf(text, allowed) ||
      !IsUpper(text.front())) {
    return FormatError{"not 2 to 8 of A-Z and 0-9 beginning with a letter"};
  }
  return CurrencyCode{std::string(text)};
}

Parsed<Reference> Reference::Parse(std::string_view text) {
  const auto allowed = [](char c) {
    return IsUpper(c) || IsLower(c) || IsDigit(c) ||
           std::string_view("._:/-").find(c) != std::string_view::npos;
  };
  if (text.empty() || text.size() > kMaxBytes || !AllOf(text, allowed)) {
    return FormatError{"not 1 to 40 of A-Z, a-z, 0-9 and ._:/-"};
  }
  return Reference{std::string(text)};
}

Parsed<MunicipalityCode> MunicipalityCode::Parse(std::string_view text) {
  if (text.size() != 6 || !AllOf(text, IsDigit)) {
    return FormatError{"a municipality's code has six digits"};
  }
  // Weights 6 to 2 over the first five digits; the check digit is the last digit of 11 - sum % 11.
  int sum = 0;
  for (size_t i = 0; i < 5; ++i) sum += (text[i] - '0') * static_cast<int>(6 - i);
  if ((11 - sum % 11) % 10 != text[5] - '0') {
    return FormatError{"a municipality's code whose check digit is wrong"};
  }
  return MunicipalityCode{std::string(text)};
}

Parsed<Origin> Origin::Parse(std::string_view text) {
  const auto allowed = [](char c) {
    return IsUpper(c) || IsLower(c) || IsDigit(c) ||
           std::string_view("./:_-").find(c) != std::string_view::npos;
  };
  if (text.empty() || text.size() > kMaxBytes || !AllOf(text, allowed)) {
    return FormatError{"not 1 to 128 of A-Z, a-z, 0-9 and ./:_-"};
  }
  return Origin{std::string(text)};
}

}  // namespace enishi
