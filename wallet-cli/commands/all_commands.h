#pragma once

#include <vector>

#include "wallet-cli/commands/command.h"

namespace enishi {

/// Every command of `enishi`, in the order in which the help lists them.
std::vector<CommandSpec> AllCommands();

}  // namespace enishi
