#include "wallet-cli/tables/text_encoding.h"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>

#include "ledger/base/utf8.h"

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

bool IsAscii(char c) { return (c & 0x80) == 0; }

bool IsUtf16(std::string_view bytes) {
  return bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF");
}

FormatError Utf16() { return FormatError{"the text is UTF-16; save it as UTF-8 or Shift_JIS"}; }
FormatError Neither() { return FormatError{"the text is neither UTF-8 nor Shift_JIS"}; }

// The text up to the next line end and that end. No character of Shift_JIS has a byte in common
// with a line end, a quote or a comma.
std::string_view TakeLine(std::string_view& rest) {
  const size_t end = rest.find('\n');
  const std::string_view line = rest.substr(0, end == std::string_view::npos ? end : end + 1);
  rest.remove_prefix(line.size());
  return line;
}

// Of the lines that are not plain ASCII, are most UTF-8? Those of a text in Shift_JIS hardly ever
// are, so a few damaged bytes do not turn the one into the other.
bool IsMostlyUtf8(std::string_view bytes) {
  ptrdiff_t balance = 0;
  while (!bytes.empty()) {
    const std::string_view line = TakeLine(bytes);
    if (std::all_of(line.begin(), line.end(), IsAscii)) continue;
    balance += CountCharacters(line) ? 1 : -1;
  }
  return balance > 0;
}

std::string WithoutDamage(std::string_view line) {
  std::string text;
  for (const char c : line) {
    if (IsAscii(c)) {
      text.push_back(c);
    } else {
      text += kNoCharacter;
    }
  }
  return text;
}

}  // namespace

Parsed<DecodedText> DecodeText(std::string_view bytes) {
  if (IsUtf16(bytes)) return Utf16();
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
  return Neither();
}

Parsed<DecodedText> DecodeList(std::string_view bytes) {
  auto whole = DecodeText(bytes);
  if (whole || IsUtf16(bytes)) return whole;
  DecodedText list;
  list.damaged = true;
  const bool marked = bytes.starts_with(kByteOrderMark);
  if (marked) bytes.remove_prefix(kByteOrderMark.size());
  const bool utf8 = marked || IsMostlyUtf8(bytes);
  list.encoding = marked ? TextEncoding::kUtf8WithMark
                  : utf8 ? TextEncoding::kUtf8
                         : TextEncoding::kShiftJis;
  for (bool first = true; !bytes.empty(); first = false) {
    const std::string_view line = TakeLine(bytes);
    const bool good_utf8 = utf8 && CountCharacters(line);
    const auto text = good_utf8 ? std::optional(std::string(line))
                      : utf8    ? std::nullopt
                                : FromShiftJis(line);
    if (first && !text) return Neither();
    list.text += text ? *text : WithoutDamage(line);
  }
  return list;
}

}  // namespace enishi
