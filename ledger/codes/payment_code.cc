#include "ledger/codes/payment_code.h"

#include "ledger/base/bytes.h"
#include "ledger/codes/code_text.h"

namespace enishi {
namespace {

constexpr uint8_t kNoPayee = 0;
constexpr uint8_t kWithPayee = 1;

Parsed<AccountId> ReadAccount(ByteReader& reader) {
  std::array<uint8_t, 15> bytes{};
  if (!reader.Read(bytes)) return FormatError{"the payment code is cut off"};
  auto id = AccountId::FromBytes(bytes);
  if (id && id->IsNone()) return FormatError{"the payment code names no account"};
  return id;
}

Parsed<CurrencyCode> ReadCurrency(ByteReader& reader) {
  uint8_t length = 0;
  std::string_view text;
  if (!reader.Read(length) || !reader.ReadBytes(length, text)) {
    return FormatError{"the payment code is cut off"};
  }
  return CurrencyCode::Parse(text);
}

Parsed<std::optional<AccountId>> ReadPayee(ByteReader& reader) {
  uint8_t flag = 0;
  if (!reader.Read(flag)) return FormatError{"the payment code is cut off"};
  if (flag == kNoPayee) return std::optional<AccountId>();
  if (flag != kWithPayee) return FormatError{"the payee's flag is neither 0 nor 1"};
  auto payee = ReadAccount(reader);
  if (!payee) return payee.error();
  return std::optional<AccountId>(*payee);
}

}  // namespace

std::string PaymentCodePayload(const PaymentCode& code) {
  CHECK(!code.payer.IsNone() && !(code.payee && code.payee->IsNone()));
  CHECK(CurrencyCode::Parse(code.currency.text).has_value());
  CHECK(code.valid_until.ms <= Timestamp::kMax);
  std::string out;
  PutInteger(out, PaymentCode::kVersion);
  PutBytes(out, code.ledger);
  PutBytes(out, code.key.bytes);
  PutBytes(out, code.payer.bytes());
  PutInteger(out, static_cast<uint8_t>(code.currency.text.size()));
  out.append(code.currency.text);
  PutInteger(out, static_cast<uint64_t>(code.amount_max.minor()));
  PutInteger(out, code.payee ? kWithPayee : kNoPayee);
  if (code.payee) PutBytes(out, code.payee->bytes());
  PutBytes(out, code.nonce);
  PutInteger(out, code.valid_until.ms);
  return out;
}

std::string EncodePaymentCode(PaymentCode code, const SigningKey& signer) {
  code.key = signer.public_key();
  const Signature signature = signer.Sign(Domain::kCode, PaymentCodePayload(code));
  return EncodePaymentCode(SignedPaymentCode{std::move(code), signature});
}

std::string EncodePaymentCode(const SignedPaymentCode& code) {
  std::string bytes = PaymentCodePayload(code.code);
  PutBytes(bytes, code.signature.bytes);
  return EncodeCodeText(kPaymentCodeTag, bytes);
}

Parsed<SignedPaymentCode> DecodePaymentCode(std::string_view text) {
  const auto bytes = DecodeCodeText(kPaymentCodeTag, kPaymentCodeMaxBytes, text);
  if (!bytes) return bytes.error();
  ByteReader reader(*bytes);
  SignedPaymentCode out;
  uint8_t version = 0;
  if (!reader.Read(version)) return FormatError{"the payment code is empty"};
  if (version != PaymentCode::kVersion) return FormatError{"a payment code of an unknown version"};
  reader.Read(out.code.ledger);
  reader.Read(out.code.key.bytes);
  const auto payer = ReadAccount(reader);
  if (!payer) return payer.error();
  out.code.payer = *payer;
  auto currency = ReadCurrency(reader);
  if (!currency) return currency.error();
  out.code.currency = *std::move(currency);
  uint64_t amount_max = 0;
  reader.Read(amount_max);
  if (amount_max > static_cast<uint64_t>(Amount::kMax))
    return FormatError{"an amount above 2^53 - 1"};
  out.code.amount_max = *Amount::From(static_cast<int64_t>(amount_max));
  const auto payee = ReadPayee(reader);
  if (!payee) return payee.error();
  out.code.payee = *payee;
  reader.Read(out.code.nonce);
  reader.Read(out.code.valid_until.ms);
  reader.Read(out.signature.bytes);
  if (!reader.AtEnd()) return FormatError{"the payment code is cut off or has bytes after its end"};
  if (out.code.valid_until.ms > Timestamp::kMax)
    return FormatError{"an instant after the year 9999"};
  return out;
}

bool SignedPaymentCode::VerifySignature() const {
  return Verify(code.key, Domain::kCode, PaymentCodePayload(code), signature);
}

}  // namespace enishi
