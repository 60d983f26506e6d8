#include "wallet-cli/tables/text_encoding.h"

#include <iconv.h>

#include <array>
#include <cerrno>
#include <optional>

#include "ledger/core/utf8.h"

namespace enishi {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Bytes that code page 932 does not define come out of iconv as controls (U+0080 to U+009F), as
// U+00A0 or in the private area at U+F8F0; text of people holds none of them.
bool IsUndefined(unsigned char byte) { return byte == 0x80 || byte == 0xA0 || byte >= 0xFD; }

bool LeadsTwoBytes(unsigned char byte) {
  return (byte >= 0x81 && byte <= 0x9F) || (byte >= 0xE0 && byte <= 0xFC);
}

bool HasUndefined(std::string_view bytes) {
  for (size_t i = 0; i < bytes.size(); ++i) {
    const auto byte = static_cast<unsigned char>(bytes[i]);
    if (IsUndefined(byte)) return true;
    if (LeadsTwoBytes(byte)) ++i;
  }
  return false;
}

std::optional<std::string> FromShiftJis(std::string_view bytes) {
  if (HasUndefined(bytes)) return std::nullopt;
  const iconv_t converter = iconv_open("UTF-8", "CP932");
  // The C library reports failure by this value.
  if (converter == reinterpret_cast<iconv_t>(-1)) return std::nullopt;
  std::string source(bytes);
  char* from = source.data();
  size_t left = source.size();
  std::string text;
  std::array<char, 4096> chunk{};
  bool good = true;
  while (left > 0 && good) {
    char* to = chunk.data();
    size_t room = chunk.size();
    const size_t result = iconv(converter, &from, &left, &to, &room);
    text.append(chunk.data(), chunk.size() - room);
    good = result != static_cast<size_t>(-1) || errno == E2BIG;
  }
  iconv_close(converter);
  if (!good) return std::nullopt;
  return text;
}

}  // namespace

Parsed<DecodedText> DecodeText(std::string_view bytes) {
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    return FormatError{"the text is UTF-16; save it as UTF-8 or Shift_JIS"};
  }
  const bool marked = bytes.starts_with(kByteOrderMark);
  if (marked) bytes.remove_prefix(kByteOrderMark.size());
  if (CountCharacters(bytes)) {
    return DecodedText{std::string(bytes),
                       marked ? TextEncoding::kUtf8WithMark : TextEncoding::kUtf8};
  }
  if (!marked) {
    if (auto text = FromShiftJis(bytes)) {
      return DecodedText{*std::move(text), TextEncoding::kShiftJis};
    }
  }
  return FormatError{"the text is neither UTF-8 nor Shift_JIS"};
}

}  // namespace enishi
