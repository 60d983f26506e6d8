#include "wallet-cli/commands/command.h"
namespace enishi {
std::vector<CommandSpec> AuditCommands() { return {}; }
}  // namespace enishi
