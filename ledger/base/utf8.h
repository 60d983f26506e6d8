#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace enishi {

// UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing above U+10FFFF. A
// character is a Unicode scalar value.

/// Removes the first character from the text and returns it. Returns nullopt and leaves the text as
/// it is if the text is empty or does not begin with a character.
std::optional<char32_t> TakeCharacter(std::string_view& text);

/// The number of characters, or nullopt if the text is not UTF-8.
std::optional<size_t> CountCharacters(std::string_view text);

/// The leading part of the text with `count` characters, or nullopt if the text has fewer or is not
/// UTF-8 up to there.
std::optional<std::string_view> FirstCharacters(std::string_view text, size_t count);

/// Whether the text is UTF-8 without control characters (U+0000 to U+001F, U+007F to U+009F), so
/// that it can be printed on a terminal.
bool IsPrintableUtf8(std::string_view text);

}  // namespace enishi
