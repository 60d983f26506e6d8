#pragma once

#include <string>
#include <string_view>

namespace enishi {

// Text as people type it, with a Japanese keyboard or another one.

/// Returns the text without leading and trailing white space; the ideographic space (U+3000) is
/// white space.
std::string_view TrimSpace(std::string_view text);

/// Replaces full-width digits, letters and signs (U+FF01 to U+FF5E) by their ASCII forms. Other
/// bytes are kept, whether or not they are UTF-8.
std::string NarrowWidth(std::string_view text);

}  // namespace enishi
