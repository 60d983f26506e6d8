#include <iterator>
#include <string>
#include <vector>

#include "wallet-cli/commands/command.h"
#include "wallet-cli/commands/program.h"

namespace enishi {
namespace {

std::vector<CommandSpec> AllCommands() {
  std::vector<CommandSpec> all;
  for (auto* group : {&KeyCommands, &AccountCommands, &PayCommands, &ShopCommands, &OfficeCommands,
                      &EnvelopeCommands, &BulkCommands, &AuditCommands}) {
    auto commands = group();
    std::move(commands.begin(), commands.end(), std::back_inserter(all));
  }
  return all;
}

}  // namespace
}  // namespace enishi

int main(int argc, char** argv) {
  return enishi::RunProgram({"enishi", "Enishi: regional points on a ledger that anyone can check"},
                            enishi::AllCommands(), {argv + 1, argv + argc});
}
