#include "ledger/base/utf8.h"

#include <cstdint>

namespace enishi {
namespace {

// The length of the sequence that a first byte announces; 0 if no sequence begins with that byte.
size_t SequenceLength(uint8_t first) {
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return 2;
  if (first >= 0xE0 && first <= 0xEF) return 3;
  if (first >= 0xF0 && first <= 0xF4) return 4;
  return 0;
}

}  // namespace

std::optional<char32_t> TakeCharacter(std::string_view& text) {
  if (text.empty()) return std::nullopt;
  const auto first = static_cast<uint8_t>(text.front());
  const size_t length = SequenceLength(first);
  if (length == 0 || length > text.size()) return std::nullopt;
  char32_t scalar = length == 1 ? first : first & (0xFFU >> (length + 1));
  for (size_t i = 1; i < length; ++i) {
    const auto next = static_cast<uint8_t>(text[i]);
    if ((next & 0xC0) != 0x80) return std::nullopt;
    scalar = scalar << 6 | (next & 0x3FU);
  }
  const bool overlong = (length == 3 && scalar < 0x800) || (length == 4 && scalar < 0x10000);
  const bool surrogate = scalar >= 0xD800 && scalar <= 0xDFFF;
  if (overlong || surrogate || scalar > 0x10FFFF) return std::nullopt;
  text.remove_prefix(length);
  return scalar;
}

std::optional<size_t> CountCharacters(std::string_view text) {
  size_t count = 0;
  for (; !text.empty(); ++count) {
    if (!TakeCharacter(text)) return std::nullopt;
  }
  return count;
}

std::optional<std::string_view> FirstCharacters(std::string_view text, size_t count) {
  std::string_view rest = text;
  for (size_t i = 0; i < count; ++i) {
    if (!TakeCharacter(rest)) return std::nullopt;
  }
  return text.substr(0, text.size() - rest.size());
}

bool IsPrintableUtf8(std::string_view text) {
  while (!text.empty()) {
    const auto scalar = TakeCharacter(text);
    if (!scalar || *scalar < 0x20 || (*scalar >= 0x7F && *scalar <= 0x9F)) return false;
  }
  return true;
}

}  // namespace enishi
