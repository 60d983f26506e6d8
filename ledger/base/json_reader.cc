#include "ledger/base/json_reader.h"

#include <simdjson.h>

#include <algorithm>
#include <bit>
#include <set>
#include <string>
#include <type_traits>

// The only source that includes simdjson.

namespace enishi {
namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;

// A JsonValue keeps an element as two words.
static_assert(sizeof(element) == sizeof(JsonValue) && std::is_trivially_copyable_v<element>);

// The names of one object. Up to 16 are compared one by one, which is fastest for the objects that
// we know; more go into a set, so that a text with many names does not take quadratic time.
class Names {
 public:
  // False if the name was added before.
  bool Add(std::string_view name) {
    if (count_ == few_.size()) return many_.insert(name).second && !IsAmongFew(name);
    if (IsAmongFew(name)) return false;
    few_[count_++] = name;
    return true;
  }

 private:
  [[nodiscard]] bool IsAmongFew(std::string_view name) const {
    const auto* end = few_.begin() + count_;
    return std::find(few_.begin(), end, name) != end;
  }

  std::array<std::string_view, 16> few_;
  size_t count_ = 0;
  std::set<std::string_view> many_;
};

// Finds what we refuse and the library accepts.
class Strictness {
 public:
  // Null if the value is accepted, otherwise what is wrong with it.
  const char* FindFault(const element& value, int depth) {
    switch (value.type()) {
      case element_type::OBJECT:
        return FindObjectFault(simdjson::dom::object(value), depth + 1);
      case element_type::ARRAY:
        return FindArrayFault(simdjson::dom::array(value), depth + 1);
      case element_type::INT64:
        saw_zero_ = saw_zero_ || int64_t(value) == 0;
        return nullptr;
      case element_type::STRING:
      case element_type::BOOL:
      case element_type::NULL_VALUE:
        return nullptr;
      case element_type::UINT64:  // only those that do not fit into int64_t
        return "an integer above 2^63 - 1";
      case element_type::DOUBLE:
        return "a number that is not an integer of 64 bits";
    }
    return "a value of unknown type";
  }

  [[nodiscard]] bool saw_zero() const { return saw_zero_; }

 private:
  const char* FindObjectFault(const simdjson::dom::object& members, int depth) {
    if (depth > JsonDocument::kDepthMax) return "nested too deeply";
    Names names;
    for (const auto& [name, member] : members) {
      if (!names.Add(name)) return "a name twice in one object";
      if (const char* fault = FindFault(member, depth); fault != nullptr) return fault;
    }
    return nullptr;
  }

  const char* FindArrayFault(const simdjson::dom::array& elements, int depth) {
    if (depth > JsonDocument::kDepthMax) return "nested too deeply";
    for (const auto& value : elements) {
      if (const char* fault = FindFault(value, depth); fault != nullptr) return fault;
    }
    return nullptr;
  }

  bool saw_zero_ = false;
};

// Whether well-formed JSON has "-0" outside of its strings; the library reads it as 0.
bool HasMinusZero(std::string_view text) {
  bool in_string = false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (in_string && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      in_string = !in_string;
    } else if (!in_string && text.substr(i, 2) == "-0") {
      return true;
    }
  }
  return false;
}

}  // namespace

// The library's parser with its buffers, and the padded text that it reads.
struct JsonDocument::Parser {
  simdjson::dom::parser parser;
  std::string padded;
  // Each thread keeps parsers for reuse, because their buffers cost more than reading a small text.
  // Two, because an instruction is read while its envelope is still open.
  static constexpr size_t kSpareMax = 2;
  static std::vector<std::unique_ptr<Parser>>& Spare() {
    thread_local std::vector<std::unique_ptr<Parser>> spare;
    return spare;
  }
};

JsonDocument::JsonDocument(std::unique_ptr<Parser> parser, JsonValue root)
    : parser_(std::move(parser)), root_(root) {}

JsonDocument::JsonDocument(JsonDocument&& other) noexcept = default;

JsonDocument::~JsonDocument() {
  auto& spare = Parser::Spare();
  if (parser_ && spare.size() < Parser::kSpareMax) spare.push_back(std::move(parser_));
}

std::unique_ptr<JsonDocument::Parser> JsonDocument::TakeParser() {
  auto& spare = Parser::Spare();
  if (spare.empty()) return std::make_unique<Parser>();
  auto taken = std::move(spare.back());
  spare.pop_back();
  return taken;
}

Parsed<JsonDocument> JsonDocument::Parse(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) return FormatError{"a byte-order mark"};
  auto parser = TakeParser();
  parser->padded.assign(text).append(simdjson::SIMDJSON_PADDING, ' ');
  const auto parsed = parser->parser.parse(parser->padded.data(), text.size(), false);
  const auto error = parsed.error();
  const element root = error == simdjson::SUCCESS ? parsed.value_unsafe() : element();
  // From here on the document gives the parser back.
  JsonDocument document(std::move(parser), JsonValue(std::bit_cast<JsonValue::Element>(root)));
  if (error != simdjson::SUCCESS) {
    return FormatError{std::string("malformed: ") + simdjson::error_message(error)};
  }
  Strictness strictness;
  if (const char* fault = strictness.FindFault(root, 0); fault != nullptr) {
    return FormatError{fault};
  }
  if (strictness.saw_zero() && HasMinusZero(text)) return FormatError{"the number -0"};
  return document;
}

std::optional<std::string_view> JsonValue::AsString() const {
  const auto value = std::bit_cast<element>(element_);
  if (!value.is_string()) return std::nullopt;
  return std::string_view(value);
}

std::optional<int64_t> JsonValue::AsInteger() const {
  const auto value = std::bit_cast<element>(element_);
  if (value.type() != element_type::INT64) return std::nullopt;
  return int64_t(value);
}

std::optional<bool> JsonValue::AsBool() const {
  const auto value = std::bit_cast<element>(element_);
  if (!value.is_bool()) return std::nullopt;
  return bool(value);
}

std::optional<std::vector<JsonValue>> JsonValue::AsArray() const {
  const auto value = std::bit_cast<element>(element_);
  if (!value.is_array()) return std::nullopt;
  const auto array = simdjson::dom::array(value);
  std::vector<JsonValue> elements;
  elements.reserve(array.size());
  for (const auto& each : array) elements.push_back(JsonValue(std::bit_cast<Element>(each)));
  return elements;
}

std::optional<JsonMembers> JsonValue::AsObject() const {
  const auto value = std::bit_cast<element>(element_);
  if (!value.is_object()) return std::nullopt;
  const auto object = simdjson::dom::object(value);
  JsonMembers members;
  members.reserve(object.size());
  for (const auto& [name, member] : object) {
    members.emplace_back(name, JsonValue(std::bit_cast<Element>(member)));
  }
  return members;
}

const JsonValue* JsonMembers::Find(std::string_view name) const {
  const auto at =
      std::find_if(begin(), end(), [&](const auto& member) { return member.first == name; });
  return at == end() ? nullptr : &at->second;
}

}  // namespace enishi
