#pragma once

#include <cstdint>
#include <istream>
#include <unordered_map>

#include "wallet-cli/terminal/failure.h"
#include "wallet-cli/submit/sent_file.h"

namespace enishi {

/// Which lines of a plan an earlier run has sent already.
struct PlanMatch {
  struct Sent {
    size_t number = 0;     // in the file
    bool changed = false;  // the line was edited after it had been refused
  };
  std::unordered_map<uint64_t, Sent> lines;  // by the line's number, counted from 1
};

/// Holds a plan against what was sent for it. Lines are known again by what they ask for
/// (IntentOf), wherever they stand now; of equal ones each stands for one. A line that was refused
/// may have been edited, and takes over the earlier one's id. A Failure plan_changed where a line
/// that was accepted, or may have been, is gone and another is there that may be meant in its
/// place: to send that one could pay twice. Reads the plan to its end.
Tried<PlanMatch> MatchPlan(std::istream& plan, const SentFile& sent);

}  // namespace enishi
