#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/base/result.h"

// The strict reader for JSON text from outside. It builds no tree: values are views of the
// library's document, which the decoders read directly into fields.

namespace enishi {

class JsonMembers;

/// A value in a JsonDocument, valid while the document lives. Copying it costs 16 bytes.
class JsonValue {
 public:
  /// The value as that type, or nullopt if it is of another type. Texts are UTF-8 and belong to
  /// the document.
  [[nodiscard]] std::optional<std::string_view> AsString() const;
  [[nodiscard]] std::optional<int64_t> AsInteger() const;
  [[nodiscard]] std::optional<bool> AsBool() const;
  [[nodiscard]] std::optional<std::vector<JsonValue>> AsArray() const;
  [[nodiscard]] std::optional<JsonMembers> AsObject() const;

 private:
  friend class JsonDocument;
  // A simdjson::dom::element, kept opaque so that its header is needed in one source only.
  using Element = std::array<uint64_t, 2>;
  explicit JsonValue(const Element& element) : element_(element) {}

  Element element_;
};

/// The members of an object in the order written. No name occurs twice.
class JsonMembers : public std::vector<std::pair<std::string_view, JsonValue>> {
 public:
  /// The member of that name, or null if absent.
  [[nodiscard]] const JsonValue* Find(std::string_view name) const;
};

/// A JSON text that was read. Moves; used by one thread at a time.
class JsonDocument {
 public:
  static constexpr int kDepthMax = 32;

  /// Copies what it needs of the text. Refuses: bytes that are not UTF-8, a byte-order mark, a name
  /// twice in one object, numbers that are not integers of 64 bits (1.0, 1e3, -0), lone surrogates,
  /// more than kDepthMax levels, anything after the value.
  static Parsed<JsonDocument> Parse(std::string_view text);

  ~JsonDocument();
  JsonDocument(JsonDocument&& other) noexcept;
  JsonDocument& operator=(JsonDocument&&) = delete;
  JsonDocument(const JsonDocument&) = delete;
  JsonDocument& operator=(const JsonDocument&) = delete;

  [[nodiscard]] const JsonValue& root() const { return root_; }

 private:
  struct Parser;
  JsonDocument(std::unique_ptr<Parser> parser, JsonValue root);
  static std::unique_ptr<Parser> TakeParser();

  std::unique_ptr<Parser> parser_;  // null after a move
  JsonValue root_;
};

}  // namespace enishi
