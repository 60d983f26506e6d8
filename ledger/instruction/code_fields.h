#pragma once

#include "ledger/codes/attendance_code.h"
#include "ledger/codes/payment_code.h"
#include "ledger/instruction/fields.h"

namespace enishi {

/// A signed code inside an instruction is the text of its QR.
template <>
struct FieldType<SignedPaymentCode> {
  static Parsed<SignedPaymentCode> FromJson(const Json& json) {
    if (json.AsString() == nullptr) return FormatError{"not a string"};
    return DecodePaymentCode(*json.AsString());
  }
  static Json ToJson(const SignedPaymentCode& value) { return EncodePaymentCode(value); }
  static Json Schema() { return StringSchema("the text of a payment code, EC1:…"); }
};

template <>
struct FieldType<SignedAttendanceCode> {
  static Parsed<SignedAttendanceCode> FromJson(const Json& json) {
    if (json.AsString() == nullptr) return FormatError{"not a string"};
    return DecodeAttendanceCode(*json.AsString());
  }
  static Json ToJson(const SignedAttendanceCode& value) { return EncodeAttendanceCode(value); }
  static Json Schema() { return StringSchema("the text of an attendance code, EA1:…"); }
};

}  // namespace enishi
