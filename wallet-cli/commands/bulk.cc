#include "wallet-cli/commands/run_plan.h"

namespace enishi {

std::vector<CommandSpec> BulkCommands() {
  std::vector<OptionSpec> options = PlanOptions();
  options.insert(options.begin(), {"PLAN", "PLAN", true});
  return {{"", "batch", std::move(options), RunPlanFile}};
}

}  // namespace enishi
