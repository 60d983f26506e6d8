#include "wallet-cli/commands/run_plan.h"

namespace enishi {

std::vector<CommandSpec> BulkCommands() {
  std::vector<OptionSpec> options = PlanOptions();
  options.insert(options.begin(), {"PLAN", "PLAN", "the plan's file, or - for the input", true});
  return {{"", "batch",
           "Carry out a plan: one intent on each line, signed here and sent in order. "
           "The same plan again goes on where it stopped and repeats nothing",
           std::move(options), RunPlanFile}};
}

}  // namespace enishi
