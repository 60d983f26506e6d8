#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/json.h"
#include "ledger/instruction/kinds.h"
#include "ledger/keys/key_file.h"
#include "wallet-cli/terminal/failure.h"

namespace enishi {

// Reads what people and files write for the fields of a kind, by the kind's field list. Every
// command that makes an instruction uses these functions, so a new kind needs no parsing code.

/// A field as a command line or a table offers it.
struct FieldInfo {
  std::string_view name;
  std::string_view form;        // how a value is written: "N", "YYYY-MM-DD", "ID|@LABEL", …
  bool required = true;         // false: optional, or there is a natural default
  bool is_flag = false;         // yes or no
  bool names_a_holder = false;  // an account or a key: takes @LABEL
};

/// The fields of a kind, in their order.
std::vector<FieldInfo> FieldsOf(const Payload& kind);

/// Reads a value as a person types it: 1,000 or 2026-07-01 or 2026/7/1 or "2026-07-01 10:00"
/// (Tokyo) or day:300,programme:2000, with full-width digits and letters too. References to the
/// keyring stay as they are. Returns an error if the kind has no such field or the value is
/// malformed.
Tried<Json> FieldFromText(const Payload& kind, std::string_view field, std::string_view text);

/// Reads a whole number from 0 to 10^18 as a person types it: 1000, 1,000 or １，０００.
Tried<int64_t> WholeNumberFromText(std::string_view text);

/// Adds what has a natural default and is missing: lists are empty, yes-or-no is no, and a choice
/// is its first value.
void AddDefaults(const Payload& kind, Json& fields);

/// Sets a field, in place of an earlier value.
void SetField(Json& fields, std::string_view name, Json value);

/// Replaces "@label" by the label's account id or public key where a field is one, and reads the
/// fields. Refuses missing fields, and unknown fields, labels, choices and (in `key.add`) kinds;
/// names the nearest known one. The ledger accepts a key that is limited to a kind that does not
/// exist.
Tried<Payload> ReadPayloadFields(const Payload& kind, Json fields, const Keyring& keyring);

}  // namespace enishi
