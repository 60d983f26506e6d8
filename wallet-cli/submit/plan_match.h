#pragma once

#include <cstdint>
#include <istream>
#include <unordered_map>

#include "wallet-cli/submit/sent_file.h"
#include "wallet-cli/terminal/failure.h"

namespace enishi {

/// The lines of a plan that an earlier run sent.
struct PlanMatch {
  struct Sent {
    size_t number = 0;     // in the file
    bool changed = false;  // the line was edited after it had been refused
  };
  std::unordered_map<uint64_t, Sent> lines;  // by the line's number, counted from 1
};

/// Matches the lines of a plan with the envelopes that earlier runs sent for them. Lines match by
/// what they ask for (IntentOf), wherever they are now; equal lines match one by one. A line that
/// was edited after its refusal takes over the earlier line's id. Returns a Failure plan_changed if
/// a line that was accepted, or may have been, is missing and another line is new: sending the new
/// one could pay twice. Reads the plan to its end.
Tried<PlanMatch> MatchPlan(std::istream& plan, const SentFile& sent);

}  // namespace enishi
