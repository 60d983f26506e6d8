#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "api/http/message.h"
#include "ledger/base/identifiers.h"
#include "ledger/base/result.h"

namespace enishi {

/// Reads a decimal integer from 0 to 2^63 − 1 without sign, space or leading zeros.
std::optional<uint64_t> ReadNumber(std::string_view text);

/// Reads an account id, or returns the problem to answer with.
Result<AccountId, Response> ReadAccountId(std::string_view text);

}  // namespace enishi
