#pragma once

#include <string_view>

namespace enishi {

/// The reason phrase of a status as RFC 9110 and RFC 6585 register it. For a status that this
/// server does not use, the name of its class, for example "Client Error".
std::string_view ReasonPhrase(int status);

}  // namespace enishi
