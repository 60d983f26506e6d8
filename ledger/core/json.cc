#include "ledger/core/json.h"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

// The one place that knows the JSON library. Parsing goes through its SAX interface, because its
// own document type keeps the last of two equal names and turns large integers into floats.

namespace enishi {

Json::Json(uint64_t value) : value_(static_cast<int64_t>(value)) {
  CHECK(value <= static_cast<uint64_t>(std::numeric_limits<int64_t>::max()));
}

namespace {

class Builder : public nlohmann::json_sax<nlohmann::json> {
 public:
  bool null() override { return Add(Json()); }
  bool boolean(bool value) override { return Add(value); }
  // The library calls this for negative numbers only, and for "-0".
  bool number_integer(int64_t value) override {
    return value == 0 ? Refuse("the number -0") : Add(value);
  }
  bool number_unsigned(uint64_t value) override {
    return value > static_cast<uint64_t>(std::numeric_limits<int64_t>::max())
               ? Refuse("an integer above 2^63 - 1")
               : Add(value);
  }
  bool number_float(double /*value*/, const std::string& /*text*/) override {
    return Refuse("a number that is not an integer of 64 bits");
  }
  bool string(std::string& value) override { return Add(std::move(value)); }
  bool binary(nlohmann::json::binary_t& /*value*/) override { return Refuse("binary data"); }
  bool start_object(size_t /*size*/) override { return Open(Json(Json::Object{})); }
  bool key(std::string& name) override {
    names_.back() = std::move(name);
    return open_.back().Find(names_.back()) == nullptr || Refuse("a name twice in one object");
  }
  bool end_object() override { return Close(); }
  bool start_array(size_t /*size*/) override { return Open(Json(Json::Array{})); }
  bool end_array() override { return Close(); }
  bool parse_error(size_t position, const std::string& /*token*/,
                   const nlohmann::detail::exception& /*error*/) override {
    return Refuse("malformed at byte " + std::to_string(position));
  }

  [[nodiscard]] const std::string& refusal() const { return refusal_; }
  Json TakeRoot() { return std::move(root_); }

 private:
  bool Refuse(std::string why) {
    if (refusal_.empty()) refusal_ = std::move(why);
    return false;
  }
  bool Open(Json container) {
    if (open_.size() >= static_cast<size_t>(Json::kDepthMax)) return Refuse("nested too deeply");
    open_.push_back(std::move(container));
    names_.emplace_back();
    return true;
  }
  bool Close() {
    Json done = std::move(open_.back());
    open_.pop_back();
    names_.pop_back();
    return Add(std::move(done));
  }
  bool Add(Json value) {
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (auto* object = open_.back().AsObject()) {
      object->emplace_back(std::move(names_.back()), std::move(value));
    } else {
      open_.back().AsArray()->push_back(std::move(value));
    }
    return true;
  }

  std::vector<Json> open_;
  std::vector<std::string> names_;  // per open object, the name whose value comes next
  Json root_;
  std::string refusal_;
};

nlohmann::ordered_json ToLibrary(const Json& json) {
  if (const auto* value = json.AsBool()) return *value;
  if (const auto* value = json.AsInteger()) return *value;
  if (const auto* value = json.AsString()) return *value;
  if (const auto* array = json.AsArray()) {
    auto out = nlohmann::ordered_json::array();
    for (const Json& element : *array) out.push_back(ToLibrary(element));
    return out;
  }
  if (const auto* object = json.AsObject()) {
    auto out = nlohmann::ordered_json::object();
    for (const auto& [name, value] : *object) out[name] = ToLibrary(value);
    return out;
  }
  return nullptr;
}

std::string Write(const Json& json, int indent) {
  return ToLibrary(json).dump(indent, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

Parsed<Json> Json::Parse(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) return FormatError{"a byte-order mark"};
  // The library takes a zero byte for the end of the input and would accept anything behind it.
  if (text.find('\0') != std::string_view::npos) return FormatError{"a zero byte"};
  Builder builder;
  if (!nlohmann::json::sax_parse(text, &builder)) return FormatError{builder.refusal()};
  return builder.TakeRoot();
}

std::string Json::Dump() const { return Write(*this, -1); }
std::string Json::Pretty() const { return Write(*this, 2) + "\n"; }

const Json* Json::Find(std::string_view name) const {
  const Object* object = AsObject();
  if (object == nullptr) return nullptr;
  const auto at = std::find_if(object->begin(), object->end(),
                               [&](const auto& member) { return member.first == name; });
  return at == object->end() ? nullptr : &at->second;
}

std::string Json::Text(std::string_view name, std::string_view fallback) const {
  const Json* member = Find(name);
  const std::string* text = member == nullptr ? nullptr : member->AsString();
  return text == nullptr ? std::string(fallback) : *text;
}

int64_t Json::Integer(std::string_view name, int64_t fallback) const {
  const Json* member = Find(name);
  const int64_t* value = member == nullptr ? nullptr : member->AsInteger();
  return value == nullptr ? fallback : *value;
}

Json& Json::Set(std::string name, Json value) {
  if (IsNull()) value_ = Object{};
  CHECK(AsObject() != nullptr && Find(name) == nullptr);
  AsObject()->emplace_back(std::move(name), std::move(value));
  return *this;
}

Json& Json::Push(Json value) {
  if (IsNull()) value_ = Array{};
  CHECK(AsArray() != nullptr);
  AsArray()->push_back(std::move(value));
  return *this;
}

}  // namespace enishi
