#include "ledger/codes/code_text.h"

#include "ledger/base/hash.h"

namespace enishi {

std::string EncodeCodeText(std::string_view tag, std::string_view bytes) {
  std::string text(tag);
  text.append(Base32Encode(bytes));
  return text;
}

Parsed<std::string> DecodeCodeText(std::string_view tag, size_t bytes_max, std::string_view text) {
  if (!text.starts_with(tag))
    return FormatError{"the text does not begin with " + std::string(tag)};
  const std::string_view body = text.substr(tag.size());
  if (body.size() > (bytes_max * 8 + 4) / 5) return FormatError{"the code is too long"};
  auto bytes = Base32Decode(body);
  // Base32Decode is lenient for people who type; a code is only ever scanned or copied, and two
  // texts for one code would be two ways to write one signed thing.
  if (bytes && Base32Encode(*bytes) != body) {
    return FormatError{"the code is not in upper-case base 32 without separators"};
  }
  return bytes;
}

}  // namespace enishi
