#pragma once

#include <string>
#include <vector>

#include "wallet-cli/commands/command.h"

namespace enishi {

struct ProgramAbout {
  std::string name;
  std::string description;
};

/// Reads the arguments, carries out the command that they name and prints its report: for people,
/// or with --json for programs. Gives the exit status.
int RunProgram(const ProgramAbout& about, const std::vector<CommandSpec>& commands,
               const std::vector<std::string>& arguments);

}  // namespace enishi
