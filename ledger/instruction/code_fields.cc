#include "ledger/instruction/code_fields.h"

#include <nlohmann/json.hpp>

namespace enishi {

Parsed<SignedPaymentCode> FieldType<SignedPaymentCode>::FromJson(const JsonValue& json) {
  const auto text = json.AsString();
  if (!text) return FormatError{"not a string"};
  return DecodePaymentCode(*text);
}
Json FieldType<SignedPaymentCode>::ToJson(const SignedPaymentCode& value) {
  return EncodePaymentCode(value);
}
Json FieldType<SignedPaymentCode>::Schema() {
  return StringSchema("the text of a payment code, EC1:…");
}

Parsed<SignedAttendanceCode> FieldType<SignedAttendanceCode>::FromJson(const JsonValue& json) {
  const auto text = json.AsString();
  if (!text) return FormatError{"not a string"};
  return DecodeAttendanceCode(*text);
}
Json FieldType<SignedAttendanceCode>::ToJson(const SignedAttendanceCode& value) {
  return EncodeAttendanceCode(value);
}
Json FieldType<SignedAttendanceCode>::Schema() {
  return StringSchema("the text of an attendance code, EA1:…");
}

}  // namespace enishi
