#include "wallet-cli/commands/command.h"
namespace enishi {
std::vector<CommandSpec> PayCommands() { return {}; }
}  // namespace enishi
