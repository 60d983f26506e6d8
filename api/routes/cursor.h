#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace enishi {

/// Encodes a place in a list, after which the next page begins, as opaque text of [0-9A-Z] that is
/// safe in a URL. `list` names the list and, for a private one, its account.
std::string EncodeCursor(std::string_view list, std::string_view place);
/// The place, or nullopt if the cursor is malformed or belongs to another list.
std::optional<std::string> DecodeCursor(std::string_view list, std::string_view cursor);

}  // namespace enishi
