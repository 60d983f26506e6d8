#include "ledger/codes/attendance_code.h"

#include "ledger/base/bytes.h"
#include "ledger/codes/code_text.h"

namespace enishi {
namespace {

bool WindowIsPossible(const AttendanceCode& code) {
  return code.valid_from < code.valid_until && code.valid_until.ms <= Timestamp::kMax;
}

}  // namespace

std::string AttendanceCodePayload(const AttendanceCode& code) {
  CHECK(!code.organiser.IsNone() && Code::Parse(code.activity.text).has_value());
  CHECK(WindowIsPossible(code));
  std::string out;
  PutInteger(out, AttendanceCode::kVersion);
  PutBytes(out, code.ledger);
  PutBytes(out, code.key.bytes);
  PutBytes(out, code.organiser.bytes());
  PutInteger(out, static_cast<uint8_t>(code.activity.text.size()));
  out.append(code.activity.text);
  PutInteger(out, code.valid_from.ms);
  PutInteger(out, code.valid_until.ms);
  return out;
}

std::string EncodeAttendanceCode(AttendanceCode code, const SigningKey& signer) {
  code.key = signer.public_key();
  const Signature signature = signer.Sign(Domain::kAttendance, AttendanceCodePayload(code));
  return EncodeAttendanceCode(SignedAttendanceCode{std::move(code), signature});
}

std::string EncodeAttendanceCode(const SignedAttendanceCode& code) {
  std::string bytes = AttendanceCodePayload(code.code);
  PutBytes(bytes, code.signature.bytes);
  return EncodeCodeText(kAttendanceCodeTag, bytes);
}

Parsed<SignedAttendanceCode> DecodeAttendanceCode(std::string_view text) {
  const auto bytes = DecodeCodeText(kAttendanceCodeTag, kAttendanceCodeMaxBytes, text);
  if (!bytes) return bytes.error();
  const FormatError cut_off{"the attendance code is cut off or has bytes after its end"};
  ByteReader reader(*bytes);
  SignedAttendanceCode out;
  uint8_t version = 0;
  if (!reader.Read(version)) return cut_off;
  if (version != AttendanceCode::kVersion) {
    return FormatError{"an attendance code of an unknown version"};
  }
  std::array<uint8_t, 15> organiser_bytes{};
  uint8_t length = 0;
  std::string_view activity_text;
  reader.Read(out.code.ledger);
  reader.Read(out.code.key.bytes);
  reader.Read(organiser_bytes);
  reader.Read(length);
  reader.ReadBytes(length, activity_text);
  reader.Read(out.code.valid_from.ms);
  reader.Read(out.code.valid_until.ms);
  reader.Read(out.signature.bytes);
  if (!reader.AtEnd()) return cut_off;
  const auto organiser = AccountId::FromBytes(organiser_bytes);
  if (!organiser) return organiser.error();
  if (organiser->IsNone()) return FormatError{"the attendance code names no organiser"};
  out.code.organiser = *organiser;
  auto activity = Code::Parse(activity_text);
  if (!activity) return activity.error();
  out.code.activity = *std::move(activity);
  if (!WindowIsPossible(out.code)) {
    return FormatError{"the attendance code ends before it begins, or after the year 9999"};
  }
  return out;
}

bool SignedAttendanceCode::VerifySignature() const {
  return Verify(code.key, Domain::kAttendance, AttendanceCodePayload(code), signature);
}

}  // namespace enishi
