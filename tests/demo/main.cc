#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <utility>

#include "ledger/messages/details.h"
#include "ledger/messages/usage.h"
#include "ledger/messages/wallet.h"
#include "tests/demo/forgery.h"
#include "tests/demo/scenario.h"
#include "wallet-cli/commands/program.h"
#include "wallet-cli/commands/run_plan.h"
#include "wallet-cli/commands/workspace.h"

namespace enishi {
namespace {

constexpr size_t kReportedMax = 20;

// Reports the skipped lines, so that the owner of the list can correct them.
void TellProblems(std::ostream& out, const std::string& file, const Json* problems) {
  const JsonArray& list = *AsArray(*problems);
  for (size_t i = 0; i < std::min(list.size(), kReportedMax); ++i) {
    out << fmt::format("{}: line {}: {}\n", file, IntegerOf(list[i], "line"),
                       TextOf(list[i], "why"));
  }
  if (list.size() > kReportedMax) {
    out << fmt::format("{}: and {} more, in plan/input.json\n", file, list.size() - kReportedMax);
  }
}

Parsed<std::optional<uint64_t>> ReadCount(const std::optional<std::string>& text) {
  constexpr size_t kDigitsMax = 18;
  if (!text) return std::optional<uint64_t>();
  const bool digits =
      std::all_of(text->begin(), text->end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!digits || text->empty() || text->size() > kDigitsMax) {
    return FormatError{"must be a whole number: " + *text};
  }
  return std::optional<uint64_t>(std::stoull(*text));
}

Tried<Unit> WriteFiles(const std::filesystem::path& folder, const Scenario& scenario) {
  for (const auto& [name, bytes] : scenario.files) {
    const std::filesystem::path path = folder / name;
    std::error_code error;
    std::filesystem::create_directories(path.parent_path(), error);
    if (error) return FileFailure(texts::kCannotMake, path.parent_path());
    if (auto written = WriteWholeFile(path, bytes); !written) return written.error();
  }
  return Unit{};
}

Tried<Report> Plan(Workspace& /*workspace*/, const Arguments& arguments) {
  const std::string events_file = *arguments.Get("--events");
  const std::string purchases_file = *arguments.Get("--purchases");
  const auto limit = ReadCount(arguments.Get("--limit"));
  if (!limit) return Usage(Fill(texts::kOptionWrong, "--limit", Translated(limit.error().message)));
  const auto seed = ReadCount(arguments.GetOr("--seed", "1"));
  if (!seed) return Usage(Fill(texts::kOptionWrong, "--seed", Translated(seed.error().message)));
  const auto events = ReadWholeFile(events_file);
  if (!events) return events.error();
  const auto purchases = ReadWholeFile(purchases_file);
  if (!purchases) return purchases.error();
  const auto scenario = MakeScenario({*events, *purchases, *limit, **seed});
  if (!scenario) return Failure{Exit::kRefused, "file", scenario.error().message};
  const auto written = WriteFiles(*arguments.Get("--out"), *scenario);
  if (!written) return written.error();

  const Json* read_events = Find(scenario->input, "events");
  const Json* read_purchases = Find(scenario->input, "purchases");
  TellProblems(std::cerr, events_file, Find(*read_events, "skipped"));
  TellProblems(std::cerr, purchases_file, Find(*read_purchases, "skipped"));
  TellProblems(std::cerr, purchases_file, Find(*read_purchases, "notes"));
  Report report;
  report.json = Json::object({{"input", scenario->input}, {"expected", scenario->expected}});
  report.text = fmt::format(
      "{} activities, {} baskets of {} households at {} stores; baskets that cost nothing, "
      "skipped: {}\n",
      IntegerOf(*read_events, "used"), IntegerOf(*read_purchases, "played"),
      IntegerOf(scenario->expected, "households"), IntegerOf(scenario->expected, "stores"),
      IntegerOf(*read_purchases, "zero_baskets"));
  return report;
}

// Sends a plan as `enishi batch` does, with its forgeries, which a wallet does not support.
Tried<Report> Play(Workspace& workspace, const Arguments& arguments) {
  const std::string file = *arguments.Get("PLAN");
  const auto text = ReadWholeFile(file);
  if (!text) return text.error();
  const auto taken = TakeForgeries(*text);
  if (!taken) return Usage(file + ": " + taken.error().message);
  const auto keys = workspace.Keys();
  if (!keys) return keys.error();
  const Keyring& keyring = **keys;
  const auto rework = [&](const Draft& draft, std::string envelope) -> Parsed<std::string> {
    const auto forgery = taken->forgeries.find(draft.line);
    if (forgery == taken->forgeries.end()) return envelope;
    return Forge(forgery->second, draft, keyring, envelope);
  };
  std::istringstream plan(taken->lines);
  return RunPlan(workspace, plan,
                 {arguments.GetOr("--sent", file + ".sent.ndjson"),
                  arguments.GetOr("--refusals", ""), rework});
}

std::vector<CommandSpec> Commands() {
  std::vector<OptionSpec> playing = PlanOptions();
  playing.insert(playing.begin(), {"PLAN", "PLAN", true});
  return {{"",
           "plan",
           {{"--events", "FILE", true},
            {"--purchases", "FILE", true},
            {"--limit", "N"},
            {"--seed", "N"},
            {"--out", "DIR", true}},
           Plan},
          {"", "play", std::move(playing), Play}};
}

}  // namespace
}  // namespace enishi

int main(int argc, char** argv) {
  return enishi::RunProgram("enishi-demo", enishi::Commands(), {argv + 1, argv + argc});
}
