#pragma once

#include <string>
#include <string_view>

#include "ledger/core/result.h"

namespace enishi {

enum class TextEncoding { kUtf8, kUtf8WithMark, kShiftJis };

/// A text in UTF-8 and how it was written before.
struct DecodedText {
  std::string text;
  TextEncoding encoding = TextEncoding::kUtf8;
};

/// Reads a file's bytes as UTF-8, with a byte-order mark or without, and what is not UTF-8 as the
/// Shift_JIS of Japanese Windows (code page 932), which is what spreadsheets there still write. The
/// mark is not part of the text. Refuses bytes that are neither, and UTF-16 with a mark.
///
/// A text in Shift_JIS that happens to be valid UTF-8 would be taken for UTF-8; beyond plain ASCII
/// that does not happen with text of a sentence or more.
Parsed<DecodedText> DecodeText(std::string_view bytes);

}  // namespace enishi
