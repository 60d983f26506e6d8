#include "ledger/base/typed_text.h"

#include <cstddef>

namespace enishi {
namespace {

constexpr std::string_view kIdeographicSpace = "\xE3\x80\x80";

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

}  // namespace

std::string_view TrimSpace(std::string_view text) {
  while (!text.empty()) {
    if (IsSpace(text.front())) {
      text.remove_prefix(1);
    } else if (text.starts_with(kIdeographicSpace)) {
      text.remove_prefix(kIdeographicSpace.size());
    } else if (IsSpace(text.back())) {
      text.remove_suffix(1);
    } else if (text.ends_with(kIdeographicSpace)) {
      text.remove_suffix(kIdeographicSpace.size());
    } else {
      break;
    }
  }
  return text;
}

std::string NarrowWidth(std::string_view text) {
  std::string narrow;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = [&](size_t at) { return static_cast<unsigned char>(text[at]); };
    // U+FF01 to U+FF3F are EF BC 81 to EF BC BF, U+FF40 to U+FF5E are EF BD 80 to EF BD 9E.
    const bool wide = i + 2 < text.size() && byte(i) == 0xEF;
    if (wide && byte(i + 1) == 0xBC && byte(i + 2) >= 0x81 && byte(i + 2) <= 0xBF) {
      narrow.push_back(static_cast<char>(byte(i + 2) - 0x81 + 0x21));
      i += 2;
    } else if (wide && byte(i + 1) == 0xBD && byte(i + 2) >= 0x80 && byte(i + 2) <= 0x9E) {
      narrow.push_back(static_cast<char>(byte(i + 2) - 0x80 + 0x60));
      i += 2;
    } else {
      narrow.push_back(text[i]);
    }
  }
  return narrow;
}

}  // namespace enishi
