#include "ledger/base/json.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "ledger/base/json_reader.h"

namespace enishi {
namespace {

constexpr int kCompact = -1;
constexpr int kIndentation = 2;

std::string Write(const Json& json, int indentation) {
  return json.dump(indentation, ' ', /*ensure_ascii=*/false, Json::error_handler_t::replace);
}

Json Build(const JsonValue& value) {
  if (const auto text = value.AsString()) return *text;
  if (const auto number = value.AsInteger()) return *number;
  if (const auto truth = value.AsBool()) return *truth;
  if (const auto members = value.AsObject()) {
    Json object = Json::object();
    auto& storage = object.get_ref<Json::object_t&>();
    storage.reserve(members->size());
    // Appended without a search for the name: the reader has refused names that occur twice.
    for (const auto& [name, member] : *members) {
      storage.Json::object_t::Container::emplace_back(std::string(name), Build(member));
    }
    return object;
  }
  if (const auto elements = value.AsArray()) {
    Json array = Json::array();
    for (const JsonValue& element : *elements) array.push_back(Build(element));
    return array;
  }
  return nullptr;
}

}  // namespace

Parsed<Json> ParseJson(std::string_view text) {
  const auto document = JsonDocument::Parse(text);
  if (!document) return document.error();
  return Build(document->root());
}

std::string Dump(const Json& json) { return Write(json, kCompact); }
std::string Pretty(const Json& json) { return Write(json, kIndentation) + "\n"; }

const bool* AsBool(const Json& json) { return json.get_ptr<const bool*>(); }
const int64_t* AsInteger(const Json& json) { return json.get_ptr<const int64_t*>(); }
const std::string* AsString(const Json& json) { return json.get_ptr<const std::string*>(); }
JsonArray* AsArray(Json& json) { return json.get_ptr<JsonArray*>(); }
const JsonArray* AsArray(const Json& json) { return json.get_ptr<const JsonArray*>(); }

const Json* Find(const Json& json, std::string_view name) {
  if (!json.is_object()) return nullptr;
  const auto at = json.find(name);
  return at == json.end() ? nullptr : &*at;
}

std::string TextOf(const Json& json, std::string_view name, std::string_view fallback) {
  const Json* member = Find(json, name);
  const std::string* text = member == nullptr ? nullptr : AsString(*member);
  return text == nullptr ? std::string(fallback) : *text;
}

int64_t IntegerOf(const Json& json, std::string_view name, int64_t fallback) {
  const Json* member = Find(json, name);
  const int64_t* value = member == nullptr ? nullptr : AsInteger(*member);
  return value == nullptr ? fallback : *value;
}

}  // namespace enishi
