#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/amount.h"
#include "ledger/base/hash.h"
#include "ledger/base/identifiers.h"
#include "ledger/base/result.h"

namespace enishi {

// The shop's QR: EMVCo's merchant-presented payload, in which a wallet finds whom to pay. It is not
// signed; the payer confirms the shop's name, and signs an instruction (specs/shop-qr.md).

/// CRC-16/CCITT-FALSE: polynomial 0x1021, start 0xFFFF, nothing reflected, no final XOR.
uint16_t Crc16CcittFalse(std::string_view bytes);

/// One data object of the payload: two digits and the value, of 1 to 99 characters.
struct EmvField {
  std::string id;
  std::string value;
  bool operator==(const EmvField&) const = default;
};

/// Why a scanned text is not a shop's QR that this project can pay.
struct ShopQrError {
  enum class Reason {
    kMalformed,    // not a merchant-presented payload, or one with impossible values
    kBadChecksum,  // well-formed, but the CRC is another: misread or altered
    kNotEnishi,    // a payload of another payment scheme
  };
  Reason reason;
  std::string message;
};

/// Reads any merchant-presented payload down to its top-level fields: format indicator first, each
/// id once, lengths in characters, at most 512 characters, the CRC last and right.
Result<std::vector<EmvField>, ShopQrError> ParseEmvPayload(std::string_view text);

/// What a shop's QR says. Static (printed once, the payer enters the amount) where `amount` is
/// missing, dynamic (made for one sale) where it is there.
struct ShopQr {
  static constexpr size_t kNameMax = 25;                    // characters
  static constexpr size_t kCityMax = 15;                    // characters
  static constexpr size_t kPostalCodeMax = 10;              // characters
  static constexpr size_t kReferenceMax = 25;               // characters
  static constexpr int64_t kAmountMax = 9'999'999'999'999;  // EMVCo gives the amount 13 digits

  AccountId shop;
  CurrencyCode currency;
  std::array<uint8_t, 8> ledger_prefix{};  // the first bytes of the ledger's hash
  std::string name;
  std::string city;
  std::string japanese_name;           // empty: none
  std::string postal_code;             // empty: none
  std::string category = "0000";       // ISO 18245, four digits; 0000 says nothing
  std::optional<Amount> amount;        // 1 to kAmountMax
  std::optional<Reference> reference;  // the till's number of the sale

  /// True when the code was made for this ledger, as far as eight bytes can tell.
  [[nodiscard]] bool IsForLedger(const Hash& ledger) const;
  bool operator==(const ShopQr&) const = default;
};

/// The text for the QR code. An error where a text is empty, too long or unprintable, or the
/// amount or the reference does not fit.
Parsed<std::string> EncodeShopQr(const ShopQr& qr);

/// Reads what EncodeShopQr writes, and the same in another order and with ids that this project
/// does not know.
Result<ShopQr, ShopQrError> DecodeShopQr(std::string_view text);

}  // namespace enishi
