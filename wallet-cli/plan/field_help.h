#pragma once

#include <string_view>

namespace enishi {

/// What a field of a kind means, in a few words for a command's --help; empty for what no kind has.
/// The whole of it is in specs/instructions.md.
std::string_view FieldHelp(std::string_view kind, std::string_view field);

}  // namespace enishi
