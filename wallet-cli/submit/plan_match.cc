#include "wallet-cli/submit/plan_match.h"

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ledger/messages/failures.h"

namespace enishi {
namespace {

Failure PlanChanged(const SentFile& sent, const SentLine& gone, uint64_t fresh_line) {
  const std::string was = std::to_string(gone.line);
  const std::string is = std::to_string(fresh_line);
  const std::string kept = "; what was sent is in " + sent.path().string();
  if (gone.state == SentLine::State::kUnanswered) {
    return {Exit::kUsage, "plan_changed", texts::kPlanChangedUnanswered,
            "line " + was + " may have been accepted, and is gone or changed (line " + is +
                " is new): run the plan as it was, to learn the answer, and then change it" + kept};
  }
  return {Exit::kUsage, "plan_changed", texts::kPlanChangedAccepted,
          "line " + was + " became entry " + std::to_string(gone.answer.index) +
              ", and is gone or changed (line " + is +
              " is new): undo that, and put what is new into a plan of its own" + kept};
}

}  // namespace

Tried<PlanMatch> MatchPlan(std::istream& plan, const SentFile& sent) {
  std::map<Hash, std::deque<size_t>> known;
  for (size_t i = 0; i < sent.size(); ++i) known[sent.Line(i).intent].push_back(i);
  PlanMatch match;
  std::vector<uint64_t> fresh;
  std::string text;
  for (uint64_t line = 1; std::getline(plan, text); ++line) {
    if (text.empty()) continue;
    const auto found = known.find(IntentOf(text));
    if (found == known.end() || found->second.empty()) {
      fresh.push_back(line);
      continue;
    }
    match.lines[line] = {found->second.front(), false};
    found->second.pop_front();
  }
  if (fresh.empty()) return match;
  std::map<uint64_t, size_t> refused;  // those that are gone, by their line then
  for (const auto& [intent, numbers] : known) {
    for (const size_t number : numbers) {
      const SentLine gone = sent.Line(number);
      if (gone.state != SentLine::State::kRefused) return PlanChanged(sent, gone, fresh.front());
      refused.emplace(gone.line, number);
    }
  }
  // First those that stand where the refused one stood; the others in their order.
  std::vector<uint64_t> moved;
  for (const uint64_t line : fresh) {
    const auto same_place = refused.find(line);
    if (same_place == refused.end()) {
      moved.push_back(line);
      continue;
    }
    match.lines[line] = {same_place->second, true};
    refused.erase(same_place);
  }
  for (const uint64_t line : moved) {
    if (refused.empty()) break;
    match.lines[line] = {refused.begin()->second, true};
    refused.erase(refused.begin());
  }
  return match;
}

}  // namespace enishi
