#pragma once

#include <optional>
#include <string_view>

#include "ledger/messages/text.h"

namespace enishi {

// What people read in place of the names that instructions, answers and files use. The functions
// give nothing for a name that is not in the table, such as one of a newer server.

/// "payment.pay" → "payment".
std::optional<Text> KindTitle(std::string_view kind);

/// The name of a field of a body, of a kind's payload or of an answer: "valid_until" → "valid
/// until".
std::optional<Text> FieldTitle(std::string_view field);

/// What a field of a kind means, in a few words for a command's --help; specs/instructions.md has
/// the whole.
std::optional<Text> FieldHelp(std::string_view kind, std::string_view field);

/// The word of a choice: a role, a kind of account, a period, a custody, a clock, a part of a sum.
std::optional<Text> ValueTitle(std::string_view value);

/// The title if there is one, the name itself otherwise.
Bilingual TitleOr(const std::optional<Text>& title, std::string_view name);

}  // namespace enishi
