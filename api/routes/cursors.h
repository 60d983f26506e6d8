#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace enishi {

/// A place in a list, for "the page after this": opaque text of [0-9A-Z], safe in a URL. `list`
/// names the list and whose it is; a cursor of another list, or one that was mistyped, is refused.
std::string EncodeCursor(std::string_view list, std::string_view place);
/// The place, or nothing where this is no cursor of that list.
std::optional<std::string> DecodeCursor(std::string_view list, std::string_view cursor);

}  // namespace enishi
