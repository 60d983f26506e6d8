#include "wallet-cli/commands/command.h"
namespace enishi {
std::vector<CommandSpec> AccountCommands() { return {}; }
}  // namespace enishi
