#include "wallet-cli/commands/run_plan.h"

#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>
#include <utility>

#include "ledger/messages/answers.h"
#include "ledger/messages/headings.h"
#include "ledger/messages/wallet.h"
#include "wallet-cli/terminal/progress.h"
#include "wallet-cli/terminal/text.h"

namespace enishi {
namespace {

std::string SummaryText(const Workspace& workspace, const BatchSummary& summary,
                        const std::string& sent) {
  Table table({{workspace.Say(texts::kReason)}, {workspace.Say(texts::kCount), true}});
  const auto count = [](uint64_t n) { return GroupThousands(static_cast<int64_t>(n)); };
  table.AddRow({workspace.Say(texts::kAcceptedCount), count(summary.accepted)});
  for (const auto& [reason, n] : summary.refused) table.AddRow({reason, count(n)});
  std::string text = table.Render();
  for (const Surprise& one : summary.unexpected) {
    text += fmt::format("{} {}: {} / {}\n", workspace.Say(texts::kUnexpected), one.line,
                        Printable(one.got), Printable(one.expected));
  }
  if (summary.earlier > 0) {
    text += workspace.Say(texts::kSettledEarlier, count(summary.earlier), Printable(sent)) + "\n";
  }
  return text;
}

}  // namespace

std::vector<OptionSpec> PlanOptions() { return {{"--refusals", "FILE"}, {"--sent", "FILE"}}; }

Tried<Report> RunPlan(Workspace& workspace, std::istream& plan, const PlanRun& run) {
  const auto keys = workspace.Keys();
  if (!keys) return keys.error();
  const auto info = workspace.Online();
  if (!info) return info.error();
  auto sent = SentFile::Open(run.sent);
  if (!sent) return sent.error();
  BatchOptions options;
  options.rework = run.rework;
  std::ofstream refusals;
  if (!run.refusals.empty()) {
    refusals.open(run.refusals, std::ios::binary | std::ios::trunc);
    if (!refusals) return FileFailure(texts::kCannotWrite, run.refusals);
    options.refusals = &refusals;
  }
  // A bulk run waits out a restart of the server.
  workspace.client().set_patience(std::chrono::minutes(2));
  Tried<BatchSummary> summary = BatchSummary{};
  {
    Progress progress(workspace.progress_stream(), workspace.shows_progress(),
                      workspace.Say(texts::kInstructionsUnit));
    options.progress = [&](uint64_t done) { progress.Update(done); };
    summary = RunBatch(plan, **keys, **info, workspace.client(), **sent, options);
  }
  if (!summary) return summary.error();
  refusals.close();
  if (!run.refusals.empty() && !refusals) return FileFailure(texts::kCannotWrite, run.refusals);
  return Report{summary->ToJson(), SummaryText(workspace, *summary, run.sent),
                summary->unexpected_count == 0 ? Exit::kDone : Exit::kRefused};
}

Tried<Report> RunPlanFile(Workspace& workspace, const Arguments& arguments) {
  const std::string file = *arguments.Get("PLAN");
  PlanRun run{
      arguments.GetOr("--sent", file + ".sent.ndjson"), arguments.GetOr("--refusals", ""), {}};
  if (file == "-") {
    if (!arguments.Has("--sent")) {
      return Usage(texts::kPlanNeedsSent);
    }
    std::istringstream plan(std::string{std::istreambuf_iterator<char>(std::cin), {}});
    return RunPlan(workspace, plan, run);
  }
  std::ifstream plan(file, std::ios::binary);
  if (!plan) return FileFailure(texts::kCannotRead, file);
  return RunPlan(workspace, plan, run);
}

}  // namespace enishi
