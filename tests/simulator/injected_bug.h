#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "tests/simulator/check.h"

namespace enishi::simulator {

/// A bug that a run can be given, to show that the checks find it. Each one is in a simulated store
/// or in the simulator's driver, never in the service.
enum class Bug {
  kNone,
  kAnswerBeforeCommit,
  kDuplicateWindow,
  kSweepEarly,
  kSweepLate,
  kHeadBeforeTiles,
  kHeadBeforeEntries,
  kHeadNotStored,
  kTimeForgotten,
  kSettledEarly,
  kRowLost,
  kTailSkipped,
  kUnknownCalledRefused,
};

struct InjectedBug {
  Bug bug;
  std::string_view name;
  std::string_view what;
  Check found_by;
};

inline constexpr std::array<InjectedBug, 12> kInjectedBugs = {{
    {Bug::kAnswerBeforeCommit, "answer-before-commit",
     "log and state report a write before it is done", Check::kCommitFirst},
    {Bug::kDuplicateWindow, "duplicate-window",
     "an id is unknown at the last instant of its 24 hours", Check::kOnce},
    {Bug::kSweepEarly, "sweep-early",
     "in the last minute of a day a sweep is decided as if the next day had begun",
     Check::kOutcome},
    {Bug::kSweepLate, "sweep-late", "the sweeper's day begins a day late", Check::kSwept},
    {Bug::kHeadBeforeTiles, "head-before-tiles",
     "tiles become readable only after the head over them is published", Check::kProof},
    {Bug::kHeadBeforeEntries, "head-before-entries",
     "the log counts entries that are not synced yet", Check::kHead},
    {Bug::kHeadNotStored, "head-not-stored", "a head is kept in memory only, until the next one",
     Check::kHead},
    {Bug::kTimeForgotten, "time-forgotten", "a start does not read the time of the last entry",
     Check::kTime},
    {Bug::kSettledEarly, "settled-early",
     "a batch builds on a state in which the batch before it is not yet written", Check::kOnce},
    {Bug::kRowLost, "row-lost", "some writes of the state omit one row", Check::kState},
    {Bug::kTailSkipped, "tail-skipped", "after a crash the state reports a larger size than it has",
     Check::kStart},
    {Bug::kUnknownCalledRefused, "unknown-called-refused",
     "the log reports refused for an append that it may have kept", Check::kNotThere},
}};

}  // namespace enishi::simulator
