// enishi-simulate runs schedules from the command line, for longer than the tests do, and replays a
// seed.

#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "tests/simulator/simulation.h"

namespace enishi::simulator {
namespace {

constexpr int kDone = 0;
constexpr int kFound = 1;
constexpr int kWrongUsage = 2;
constexpr std::string_view kUsage =
    "usage: enishi-simulate [--seed N] [--schedules N] [--bug BUG] [--trace yes]\n"
    "Runs the ledger service on simulated stores and clocks, one schedule for each seed from N "
    "on,\n"
    "Stops at the first violation, and prints the seed, the check, and the steps that "
    "that\n"
    "cause it. --trace prints every event. --bug injects one of these bugs:\n";

using Options = std::map<std::string, std::string, std::less<>>;

uint64_t current_seed = 0;  // for the message when a CHECK stops the process

void SayTheSeed(int /*signal*/) {
  std::cerr << "stopped in the schedule of seed " << current_seed << "\n";
}

std::optional<Options> ReadOptions(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; i += 2) {
    const std::string_view name = argv[i];
    const bool known =
        name == "--seed" || name == "--schedules" || name == "--bug" || name == "--trace";
    if (!known || i + 1 == argc || !options.emplace(name, argv[i + 1]).second) return std::nullopt;
  }
  return options;
}

bool ReadNumber(const Options& options, std::string_view name, uint64_t& number) {
  const auto at = options.find(name);
  if (at == options.end()) return true;
  const std::string& text = at->second;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

bool ReadBug(const Options& options, Bug& bug) {
  const auto at = options.find("--bug");
  if (at == options.end()) return true;
  for (const InjectedBug& known : kInjectedBugs) {
    if (known.name != at->second) continue;
    bug = known.bug;
    return true;
  }
  return false;
}

void Print(const std::vector<std::string>& lines) {
  for (const std::string& line : lines) std::cout << line << "\n";
}

int Explain(uint64_t seed, const Schedule& schedule, const RunOptions& options,
            const Violation& violation) {
  std::cout << "seed " << seed << " violates \"" << NameOf(violation.check)
            << "\": " << violation.text << "\n";
  const Schedule least = Shrink(schedule, options, violation.check);
  std::cout << "reproduced with " << least.steps.size() << " of " << schedule.steps.size()
            << " steps:\n";
  Print(RunSchedule(least, {.bug = options.bug, .trace = true}).trace);
  return kFound;
}

int Main(int argc, char** argv) {
  const auto options = ReadOptions(argc, argv);
  uint64_t seed = 1;
  uint64_t schedules = 1'000;
  RunOptions run;
  if (!options || !ReadNumber(*options, "--seed", seed) ||
      !ReadNumber(*options, "--schedules", schedules) || !ReadBug(*options, run.bug)) {
    std::cerr << kUsage;
    for (const InjectedBug& known : kInjectedBugs) {
      std::cerr << "  " << known.name << ": " << known.what << "\n";
    }
    return kWrongUsage;
  }
  run.trace = options->contains("--trace");
  std::signal(SIGABRT, SayTheSeed);
  const auto begin = std::chrono::steady_clock::now();
  Happened happened;
  for (uint64_t i = 0; i < schedules; ++i) {
    current_seed = seed + i;
    const Schedule schedule = MakeSchedule(current_seed);
    const Report report = RunSchedule(schedule, run);
    if (run.trace) Print(report.trace);
    if (report.violation) return Explain(current_seed, schedule, run, *report.violation);
    happened += report.happened;
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  std::cout << schedules << " schedules, " << happened.steps << " steps, " << happened.starts
            << " starts, " << happened.crashes << " crashes, " << happened.faults << " faults, "
            << happened.heads << " heads, " << happened.sweeps << " sweeps, " << happened.answers
            << " answers: " << happened.entries << " accepted, " << happened.repeats
            << " repeated, " << happened.refusals << " refused, " << happened.unavailable
            << " unavailable\n"
            << static_cast<uint64_t>(static_cast<double>(schedules) * 60 / took.count())
            << " schedules a minute\n";
  return kDone;
}

}  // namespace
}  // namespace enishi::simulator

int main(int argc, char** argv) { return enishi::simulator::Main(argc, argv); }
