#pragma once

#include <functional>
#include <istream>
#include <string>

#include "wallet-cli/commands/command.h"
#include "wallet-cli/commands/workspace.h"
#include "wallet-cli/submit/batch.h"

namespace enishi {

struct PlanRun {
  std::string sent;           // the file that keeps what was sent
  std::string refusals = {};  // the file for refusals; empty: none
  /// BatchOptions::rework.
  std::function<Parsed<std::string>(const Draft&, std::string)> rework = {};
};

/// The options of every command that sends many instructions.
std::vector<OptionSpec> PlanOptions();

/// Runs a plan from a stream that can be read twice, and reports the summary.
Tried<Report> RunPlan(Workspace& workspace, std::istream& plan, const PlanRun& run);

/// Runs the plan in that file, or on the standard input for "-", which needs --sent.
Tried<Report> RunPlanFile(Workspace& workspace, const Arguments& arguments);

}  // namespace enishi
