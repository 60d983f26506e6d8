#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace enishi {

/// How many characters (Unicode scalar values) the text has; nothing when it is not UTF-8 as RFC
/// 3629 defines it: no overlong forms, no surrogates, nothing above U+10FFFF.
std::optional<size_t> CountCharacters(std::string_view text);

/// The leading part of the text with `count` characters, and nothing when it has fewer or is not
/// UTF-8 up to there.
std::optional<std::string_view> FirstCharacters(std::string_view text, size_t count);

/// True when the text is UTF-8 and holds no control character (U+0000 to U+001F, U+007F to
/// U+009F), so that it may be shown on a terminal.
bool IsPrintableUtf8(std::string_view text);

}  // namespace enishi
