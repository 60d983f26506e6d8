#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/messages/language.h"
#include "wallet-cli/commands/command.h"

namespace enishi {

/// A program as its help shows it.
struct Program {
  std::string name;  // "enishi"
  const std::vector<CommandSpec>& commands;
};

/// The options that every command takes; "--yes,-y" has two names.
const std::vector<OptionSpec>& EveryCommandOptions();

/// "key new"; a command without a group is its name alone.
std::string CommandPath(const CommandSpec& command);

/// What --help prints in that language, at most 80 columns wide: for the program (an empty path),
/// a group ("key") or a command ("key new").
std::string HelpText(const Program& program, std::string_view path, Language language);

}  // namespace enishi
