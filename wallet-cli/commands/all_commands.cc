#include "wallet-cli/commands/all_commands.h"

#include <iterator>

namespace enishi {

std::vector<CommandSpec> AllCommands() {
  std::vector<CommandSpec> all;
  for (auto* group : {&KeyCommands, &AccountCommands, &PayCommands, &ShopCommands, &OfficeCommands,
                      &EnvelopeCommands, &BulkCommands, &AuditCommands}) {
    auto commands = group();
    std::move(commands.begin(), commands.end(), std::back_inserter(all));
  }
  return all;
}

}  // namespace enishi
