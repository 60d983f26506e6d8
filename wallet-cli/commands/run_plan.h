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
  std::string refusals = {};  // where each refusal is written; empty: nowhere
  /// BatchOptions::rework.
  std::function<Parsed<std::string>(const Draft&, std::string)> rework = {};
};

/// The options that every command has which sends many.
std::vector<OptionSpec> PlanOptions();

/// Runs a plan from a stream that can be read twice and reports the summary; used by all that send
/// many.
Tried<Report> RunPlan(Workspace& workspace, std::istream& plan, const PlanRun& run);

/// Runs the plan of that file, or of the input for "-", which needs --sent.
Tried<Report> RunPlanFile(Workspace& workspace, const Arguments& arguments);

}  // namespace enishi
