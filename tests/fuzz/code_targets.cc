#include <nlohmann/json.hpp>
#include <string>

#include "ledger/base/json.h"
#include "ledger/codes/attendance_code.h"
#include "ledger/codes/payment_code.h"
#include "ledger/codes/shop_qr.h"
#include "ledger/keys/key_file.h"
#include "tests/fuzz/target.h"

namespace enishi::testing {
namespace {

constexpr KeyFileCost kLowestCost{1, KeyFileCost::kMinMemoryKib};
constexpr std::string_view kPassphrase = "fuzz";

// True if the key derivation would cost more than the minimum, which would only slow down fuzzing.
bool AsksForMore(std::string_view text) {
  const auto json = ParseJson(text);
  const Json* kdf = json ? Find(*json, "kdf") : nullptr;
  return kdf != nullptr && (IntegerOf(*kdf, "passes") > kLowestCost.passes ||
                            IntegerOf(*kdf, "memory_kib") > kLowestCost.memory_kib);
}

bool IsSameKeyring(const Keyring& a, const Keyring& b) {
  return std::equal(a.entries().begin(), a.entries().end(), b.entries().begin(), b.entries().end(),
                    [](const KeyEntry& x, const KeyEntry& y) {
                      return x.label == y.label && x.account == y.account &&
                             x.key.public_key() == y.key.public_key() &&
                             x.key.seed().bytes() == y.key.seed().bytes();
                    });
}

}  // namespace

void FuzzPaymentCode(std::string_view input) {
  const auto code = DecodePaymentCode(input);
  if (!code) return;
  CHECK(EncodePaymentCode(*code) == input && input.size() <= kPaymentCodeMaxText);
  CHECK(!code->code.payer.IsNone() && !(code->code.payee && code->code.payee->IsNone()));
  static_cast<void>(code->VerifySignature());
}

void FuzzAttendanceCode(std::string_view input) {
  const auto code = DecodeAttendanceCode(input);
  if (!code) return;
  CHECK(EncodeAttendanceCode(*code) == input && input.size() <= kAttendanceCodeMaxText);
  CHECK(!code->code.organiser.IsNone() && code->code.valid_from < code->code.valid_until);
  static_cast<void>(code->VerifySignature());
}

// The checksum rejects nearly every mutation, so a wrong checksum is corrected first.
void FuzzShopQr(std::string_view input) {
  std::string text(input);
  constexpr size_t kChecksumDigits = 4;
  if (text.size() > kChecksumDigits) {
    text.resize(text.size() - kChecksumDigits);
    const uint16_t crc = Crc16CcittFalse(text);
    for (int shift = 12; shift >= 0; shift -= 4) text += "0123456789ABCDEF"[crc >> shift & 0xF];
  }
  for (const std::string_view one : {input, std::string_view(text)}) {
    const auto qr = DecodeShopQr(one);
    if (!qr) continue;
    CHECK(ParseEmvPayload(one));
    const auto written = EncodeShopQr(*qr);
    CHECK(written);
    const auto again = DecodeShopQr(*written);
    CHECK(again && *again == *qr);
  }
}

// A file that opens with the passphrase was made by someone who knew it. What opens must be the
// same after it is sealed and opened again.
void FuzzKeyFile(std::string_view input) {
  if (AsksForMore(input)) return;
  const auto keyring = Keyring::Open(input, kPassphrase);
  if (!keyring) {
    CHECK(keyring.error().reason != KeyFileError::Reason::kNotFound);
    return;
  }
  const auto sealed = keyring->Seal(kPassphrase, kLowestCost);
  CHECK(sealed);
  const auto again = Keyring::Open(*sealed, kPassphrase);
  CHECK(again && IsSameKeyring(*keyring, *again));
  const auto other = Keyring::Open(*sealed, "another");
  CHECK(!other && other.error().reason == KeyFileError::Reason::kWrongPassphrase);
}

}  // namespace enishi::testing
