#pragma once

#include <string>
#include <vector>

#include "wallet-cli/commands/command.h"

namespace enishi {

/// Reads the arguments, carries out the command that they name and prints its report: for people,
/// or with --json for programs. `name` is the program's, such as "enishi". Returns the exit status.
int RunProgram(const std::string& name, const std::vector<CommandSpec>& commands,
               const std::vector<std::string>& arguments);

}  // namespace enishi
