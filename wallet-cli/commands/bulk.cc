#include <fstream>
#include <iostream>

#include "wallet-cli/commands/field_command.h"

namespace enishi {
namespace {

Tried<Report> Batch(Workspace& workspace, const Arguments& arguments) {
  const std::string file = *arguments.Get("PLAN");
  const std::string refusals = arguments.GetOr("--refusals", "");
  if (file == "-") return RunPlan(workspace, std::cin, refusals);
  std::ifstream plan(file, std::ios::binary);
  if (!plan) return FileFailure(file, "cannot be read");
  return RunPlan(workspace, plan, refusals);
}

}  // namespace

std::vector<CommandSpec> BulkCommands() {
  return {{"",
           "batch",
           "Carry out a plan: one intent on each line, signed here and sent in order",
           {{"PLAN", "PLAN", "the plan's file, or - for the input", true},
            {"--refusals", "FILE", "where each refusal is written, one JSON line"}},
           Batch}};
}

}  // namespace enishi
