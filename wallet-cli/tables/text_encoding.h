#pragma once

#include <string>
#include <string_view>

#include "ledger/base/result.h"

namespace enishi {

enum class TextEncoding { kUtf8, kUtf8WithMark, kShiftJis };

/// A text in UTF-8 and how it was written before.
struct DecodedText {
  std::string text;
  TextEncoding encoding = TextEncoding::kUtf8;
  bool damaged = false;  // some of it was no text; see DecodeList
};

/// Reads a file's bytes as UTF-8, with a byte-order mark or without, and what is not UTF-8 as the
/// Shift_JIS of Japanese Windows (code page 932), which is what spreadsheets there still write. The
/// mark is not part of the text. Refuses bytes that are neither, and UTF-16 with a mark.
///
/// A text in Shift_JIS that happens to be valid UTF-8 would be taken for UTF-8; beyond plain ASCII
/// that does not happen with text of a sentence or more.
Parsed<DecodedText> DecodeText(std::string_view bytes);

/// What stands for a byte that belongs to no character: U+FFFD.
inline constexpr std::string_view kNoCharacter = "\xEF\xBF\xBD";

/// The same for a list whose good rows count although others are damaged: a line that is not text
/// in the encoding of the others keeps its ASCII, so that it is still so many cells, and has
/// kNoCharacter for every other byte. Refuses UTF-16 with a mark, and a text whose first line is
/// damaged: without the names of its columns a list says nothing.
Parsed<DecodedText> DecodeList(std::string_view bytes);

}  // namespace enishi
