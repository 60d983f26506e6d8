#include "ledger/base/utf8.h"

#include <cstdint>

namespace enishi {
namespace {

struct Character {
  uint32_t scalar = 0;
  size_t bytes = 0;
};

// The length of the sequence that a first byte announces, and 0 where no sequence begins so.
size_t SequenceLength(uint8_t first) {
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return 2;
  if (first >= 0xE0 && first <= 0xEF) return 3;
  if (first >= 0xF0 && first <= 0xF4) return 4;
  return 0;
}

std::optional<Character> FirstCharacter(std::string_view text) {
  if (text.empty()) return std::nullopt;
  const auto first = static_cast<uint8_t>(text.front());
  const size_t length = SequenceLength(first);
  if (length == 0 || length > text.size()) return std::nullopt;
  if (length == 1) return Character{first, 1};
  uint32_t scalar = first & (0xFFU >> (length + 1));
  for (size_t i = 1; i < length; ++i) {
    const auto next = static_cast<uint8_t>(text[i]);
    if ((next & 0xC0) != 0x80) return std::nullopt;
    scalar = scalar << 6 | (next & 0x3FU);
  }
  const bool overlong = (length == 3 && scalar < 0x800) || (length == 4 && scalar < 0x10000);
  const bool surrogate = scalar >= 0xD800 && scalar <= 0xDFFF;
  if (overlong || surrogate || scalar > 0x10FFFF) return std::nullopt;
  return Character{scalar, length};
}

}  // namespace

std::optional<size_t> CountCharacters(std::string_view text) {
  size_t count = 0;
  for (; !text.empty(); ++count) {
    const auto character = FirstCharacter(text);
    if (!character) return std::nullopt;
    text.remove_prefix(character->bytes);
  }
  return count;
}

std::optional<std::string_view> FirstCharacters(std::string_view text, size_t count) {
  size_t bytes = 0;
  for (size_t i = 0; i < count; ++i) {
    const auto character = FirstCharacter(text.substr(bytes));
    if (!character) return std::nullopt;
    bytes += character->bytes;
  }
  return text.substr(0, bytes);
}

bool IsPrintableUtf8(std::string_view text) {
  while (!text.empty()) {
    const auto character = FirstCharacter(text);
    if (!character) return false;
    const uint32_t scalar = character->scalar;
    if (scalar < 0x20 || (scalar >= 0x7F && scalar <= 0x9F)) return false;
    text.remove_prefix(character->bytes);
  }
  return true;
}

}  // namespace enishi
