#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ledger/messages/text.h"

namespace enishi {

// The help of the programs' commands. A command is named as it is typed after the program's name:
// "key new", "audit". A test holds that every command and every option has its help.

/// What the program is: "enishi", "enishid", "enishi-demo".
std::optional<Text> ProgramHelp(std::string_view program);

/// What a group of commands is about: "key".
std::optional<Text> GroupHelp(std::string_view group);

/// What a command does: "key new".
std::optional<Text> CommandHelp(std::string_view command);

/// What an option or positional argument of a command means. One that means the same in every
/// command has one row for all; so have the options that every command takes.
std::optional<Text> OptionHelp(std::string_view command, std::string_view option);

/// How a value is written, as people read it: "ID|@LABEL" → "口座番号|@ラベル". Words that are
/// typed as they are, such as the names of choices, stay.
std::string FormIn(std::string_view form, Language language);

}  // namespace enishi
