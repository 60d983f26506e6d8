#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/base/amount.h"
#include "wallet-cli/commands/command.h"

namespace enishi {

/// The range of a number, both ends included.
struct NumberRange {
  int64_t min = 0;
  int64_t max = 0;
};

/// Reads a whole number as a person types it, with thousands separators or without. Returns a usage
/// Failure that names the option if the number is outside the range.
Tried<int64_t> NumberFrom(const std::string& option, std::string_view text, NumberRange range);

/// Reads --limit: 1 to 100,000, by default 20.
Tried<uint64_t> LimitFrom(const Arguments& arguments);

/// Reads an amount of points, 0 included; the ledger refuses amounts that are too small or large.
Tried<Amount> AmountFrom(std::string_view text);

}  // namespace enishi
