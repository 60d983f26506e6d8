#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/base/calendar.h"
#include "ledger/base/public_key.h"
#include "ledger/base/result.h"

namespace enishi {

/// An account's name: the first 100 bits of SHA-256("enishi/account/v1\n" || first public key)
/// followed by 20 bits of checksum, the first of SHA-256("enishi/account-check/v1\n" || those 100
/// bits in 13 bytes, the last 4 bits zero). Written as six groups of four characters of Crockford's
/// base 32: case-insensitive, readable over a telephone; any single wrong character is caught
/// with probability 1 - 2^-20 (specs/account-id.md).
class AccountId {
 public:
  AccountId() = default;  // all zero: no account
  static AccountId FromKey(const PublicKey& key);
  static Parsed<AccountId> Parse(std::string_view text);
  /// Takes 15 bytes as written by bytes(). Checks the checksum unless all are zero.
  static Parsed<AccountId> FromBytes(const std::array<uint8_t, 15>& bytes);

  /// "XXXX-XXXX-XXXX-XXXX-XXXX-XXXX".
  [[nodiscard]] std::string ToString() const;
  [[nodiscard]] const std::array<uint8_t, 15>& bytes() const { return bytes_; }
  [[nodiscard]] bool IsNone() const { return *this == AccountId(); }
  auto operator<=>(const AccountId&) const = default;

 private:
  std::array<uint8_t, 15> bytes_{};
};

/// A UUID of version 7 (RFC 9562), the name of one intent.
struct Uuid {
  std::array<uint8_t, 16> bytes{};
  auto operator<=>(const Uuid&) const = default;

  /// A fresh one for the instant; random bits from the operating system.
  static Uuid At(Timestamp at);
  /// Takes the lower-case form with hyphens, version 7, RFC variant.
  static Parsed<Uuid> Parse(std::string_view text);
  [[nodiscard]] std::string ToString() const;
  /// The instant in its first 48 bits.
  [[nodiscard]] Timestamp time() const;
};

/// A short name that officials choose for a programme, an activity or a post: 1 to 32 of
/// [a-z0-9-], beginning and ending with a letter or digit. Never a person's name.
struct Code {
  static constexpr size_t kMaxBytes = 32;
  std::string text;
  auto operator<=>(const Code&) const = default;
  static Parsed<Code> Parse(std::string_view text);
};

/// A currency's short name: 2 to 8 of [A-Z0-9], beginning with a letter.
struct CurrencyCode {
  static constexpr size_t kMaxBytes = 8;
  std::string text;
  auto operator<=>(const CurrencyCode&) const = default;
  static Parsed<CurrencyCode> Parse(std::string_view text);
};

/// A till's or office's own number for something: 1 to 40 of [A-Za-z0-9._:/-]. No personal data.
struct Reference {
  static constexpr size_t kMaxBytes = 40;
  std::string text;
  auto operator<=>(const Reference&) const = default;
  static Parsed<Reference> Parse(std::string_view text);
};

/// A municipality's six digits (全国地方公共団体コード), the last of them a check digit.
struct MunicipalityCode {
  std::string text;
  auto operator<=>(const MunicipalityCode&) const = default;
  static Parsed<MunicipalityCode> Parse(std::string_view text);
};

/// The origin of a log: its URL prefix without the scheme, and the name of its verifier key. 1 to
/// 128 bytes of [A-Za-z0-9./:_-].
struct Origin {
  static constexpr size_t kMaxBytes = 128;
  std::string text;
  auto operator<=>(const Origin&) const = default;
  static Parsed<Origin> Parse(std::string_view text);
};

}  // namespace enishi
