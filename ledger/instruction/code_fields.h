#pragma once

#include "ledger/codes/attendance_code.h"
#include "ledger/codes/payment_code.h"
#include "ledger/instruction/fields.h"

namespace enishi {

/// A signed code inside an instruction is the text of its QR. Rows hold no codes, so there is no
/// form in bytes.
template <>
struct FieldType<SignedPaymentCode> {
  static Parsed<SignedPaymentCode> FromJson(const JsonValue& json);
  static Json ToJson(const SignedPaymentCode& value);
  static Json Schema();
};

template <>
struct FieldType<SignedAttendanceCode> {
  static Parsed<SignedAttendanceCode> FromJson(const JsonValue& json);
  static Json ToJson(const SignedAttendanceCode& value);
  static Json Schema();
};

}  // namespace enishi
