#include "wallet-cli/commands/command.h"
namespace enishi {
std::vector<CommandSpec> ShopCommands() { return {}; }
}  // namespace enishi
