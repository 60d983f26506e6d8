#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"

// JSON that people and programs get: answers, reports, plans, files. Sources that build or walk
// values include <nlohmann/json.hpp>. Text that only has to be decoded is read without a tree, see
// ledger/base/json_reader.h.

namespace enishi {

/// A JSON value with its members in the order written. Integers only; no member name twice.
using Json = nlohmann::ordered_json;
using JsonArray = std::vector<Json>;

/// Reads text from outside into a value; as strict as JsonDocument::Parse.
Parsed<Json> ParseJson(std::string_view text);

/// Compact text. Strings should be UTF-8; each byte sequence that is not becomes U+FFFD.
std::string Dump(const Json& json);
/// Indented by two spaces, with a newline at the end, for people.
std::string Pretty(const Json& json);

/// The value as that type, or null if it is of another type.
const bool* AsBool(const Json& json);
const int64_t* AsInteger(const Json& json);
const std::string* AsString(const Json& json);
const JsonArray* AsArray(const Json& json);
JsonArray* AsArray(Json& json);

/// The member of that name, or null if it is absent or `json` is not an object.
const Json* Find(const Json& json, std::string_view name);
/// The member's text or integer, or the fallback if it is absent or of another type.
std::string TextOf(const Json& json, std::string_view name, std::string_view fallback = "");
int64_t IntegerOf(const Json& json, std::string_view name, int64_t fallback = 0);

}  // namespace enishi
