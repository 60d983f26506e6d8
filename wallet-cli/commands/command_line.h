#pragma once

#include <optional>
#include <string>
#include <vector>

#include "wallet-cli/commands/command.h"
#include "wallet-cli/commands/program.h"

namespace enishi {

/// What the command line asks for.
struct Invocation {
  const CommandSpec* command = nullptr;
  GlobalOptions options;
  Arguments arguments;
};

/// The outcome of reading the command line: something to do, or a text and an exit status.
struct ParsedCommandLine {
  std::optional<Invocation> invocation;
  int exit = 0;
  std::string text;  // help, to the output at exit 0 and to the error stream otherwise
};

/// Reads the arguments by the commands' tables. The commands must outlive the result.
ParsedCommandLine ParseCommandLine(const ProgramAbout& about,
                                   const std::vector<CommandSpec>& commands,
                                   const std::vector<std::string>& arguments);

}  // namespace enishi
