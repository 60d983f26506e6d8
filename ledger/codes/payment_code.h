#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/base/amount.h"
#include "ledger/base/calendar.h"
#include "ledger/base/hash.h"
#include "ledger/base/identifiers.h"
#include "ledger/base/result.h"
#include "ledger/keys/keys.h"

namespace enishi {

/// What a payer shows to be charged: a permission to take at most `amount_max` once, until
/// `valid_until` (specs/payment-code.md). How long it may live and how much it may allow without a
/// payee are rules of the currency, not of this format.
struct PaymentCode {
  static constexpr uint8_t kVersion = 1;

  Hash ledger{};    // the hash of the genesis leaf
  PublicKey key;    // whose signature this carries
  AccountId payer;  // never none
  CurrencyCode currency;
  Amount amount_max;               // the most that may be taken
  std::optional<AccountId> payee;  // the only account that may take it; anyone where missing
  std::array<uint8_t, 8> nonce{};  // random, so that two codes of one payer differ
  Timestamp valid_until;

  bool operator==(const PaymentCode&) const = default;
};

/// A payment code with the signature it came with; not known to be genuine before VerifySignature.
struct SignedPaymentCode {
  PaymentCode code;
  Signature signature;

  /// True when `signature` is code.key's over the code, in the domain of payment codes.
  [[nodiscard]] bool VerifySignature() const;
  bool operator==(const SignedPaymentCode&) const = default;
};

constexpr std::string_view kPaymentCodeTag = "EC1:";
/// The longest binary form, signature included, and the longest text.
constexpr size_t kPaymentCodeMaxBytes = 129 + 64;
constexpr size_t kPaymentCodeMaxText = 4 + (kPaymentCodeMaxBytes * 8 + 4) / 5;

/// The bytes that are signed, without the domain's prefix. The payer and the payee must not be
/// none and the currency must have come from CurrencyCode::Parse.
std::string PaymentCodePayload(const PaymentCode& code);

/// The text for a QR code or a JSON string. `code.key` is replaced by the signer's public key.
std::string EncodePaymentCode(PaymentCode code, const SigningKey& signer);
/// The text of a code that is signed already.
std::string EncodePaymentCode(const SignedPaymentCode& code);

/// Reads the structure only: another version, trailing bytes, a text that is not canonical, a name
/// that is not one and an amount or instant out of range are refused; the signature is not checked.
Parsed<SignedPaymentCode> DecodePaymentCode(std::string_view text);

}  // namespace enishi
