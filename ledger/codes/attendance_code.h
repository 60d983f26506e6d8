#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/base/calendar.h"
#include "ledger/base/hash.h"
#include "ledger/base/identifiers.h"
#include "ledger/base/result.h"
#include "ledger/keys/keys.h"

namespace enishi {

/// What an organiser shows at an activity so that those present can have their presence recorded
/// (specs/attendance-code.md). It rotates: each one counts from `valid_from` until just before
/// `valid_until`. How wide that window may be is a rule, not part of this format.
struct AttendanceCode {
  static constexpr uint8_t kVersion = 1;

  Hash ledger{};        // the hash of the genesis leaf
  PublicKey key;        // whose signature this carries
  AccountId organiser;  // never none
  Code activity;
  Timestamp valid_from;
  Timestamp valid_until;  // after valid_from

  bool operator==(const AttendanceCode&) const = default;
};

/// An attendance code with the signature it came with; not known to be genuine before
/// VerifySignature.
struct SignedAttendanceCode {
  AttendanceCode code;
  Signature signature;

  /// True when `signature` is code.key's over the code, in the domain of attendance codes.
  [[nodiscard]] bool VerifySignature() const;
  bool operator==(const SignedAttendanceCode&) const = default;
};

constexpr std::string_view kAttendanceCodeTag = "EA1:";
/// The longest binary form, signature included, and the longest text.
constexpr size_t kAttendanceCodeMaxBytes = 129 + 64;
constexpr size_t kAttendanceCodeMaxText = 4 + (kAttendanceCodeMaxBytes * 8 + 4) / 5;

/// The bytes that are signed, without the domain's prefix. The organiser must not be none, the
/// activity must have come from Code::Parse and the window must not be empty.
std::string AttendanceCodePayload(const AttendanceCode& code);

/// The text for a QR code or a JSON string. `code.key` is replaced by the signer's public key.
std::string EncodeAttendanceCode(AttendanceCode code, const SigningKey& signer);
/// The text of a code that is signed already.
std::string EncodeAttendanceCode(const SignedAttendanceCode& code);

/// Reads the structure only: another version, trailing bytes, a text that is not canonical, a name
/// that is not one and an empty window are refused; the signature is not checked.
Parsed<SignedAttendanceCode> DecodeAttendanceCode(std::string_view text);

}  // namespace enishi
