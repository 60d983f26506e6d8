#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "tests/simulator/check.h"

namespace enishi::simulator {

/// A bug that a run may be given, to show that it would be found. Each lies in a double or in how
/// the simulator drives the real parts; the service itself has none.
enum class Plant {
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

struct PlantedBug {
  Plant plant;
  std::string_view name;
  std::string_view what;
  Check found_by;
};

inline constexpr std::array<PlantedBug, 12> kPlantedBugs = {{
    {Plant::kAnswerBeforeCommit, "answer-before-commit",
     "log and state say that they have written before they have", Check::kCommitFirst},
    {Plant::kDuplicateWindow, "duplicate-window",
     "an id is not known at the last instant of its 24 hours", Check::kOnce},
    {Plant::kSweepEarly, "sweep-early",
     "in the last minute of a day a sweep is decided as if the next had begun", Check::kOutcome},
    {Plant::kSweepLate, "sweep-late", "the sweeper's day begins a day late", Check::kSwept},
    {Plant::kHeadBeforeTiles, "head-before-tiles",
     "tiles can be read by others only after the head over them is published", Check::kProof},
    {Plant::kHeadBeforeEntries, "head-before-entries",
     "the log counts entries that are not synced yet", Check::kHead},
    {Plant::kHeadNotStored, "head-not-stored",
     "a head is kept in memory, in the log and beside it, until the next one comes", Check::kHead},
    {Plant::kTimeForgotten, "time-forgotten", "a start does not know the time of the last entry",
     Check::kTime},
    {Plant::kSettledEarly, "settled-early",
     "a batch stands on the state before the batch beneath it is written", Check::kOnce},
    {Plant::kRowLost, "row-lost", "a write of the state now and then leaves one row out",
     Check::kState},
    {Plant::kTailSkipped, "tail-skipped",
     "after a crash the state says that it has more than what survived", Check::kStart},
    {Plant::kUnknownCalledRefused, "unknown-called-refused",
     "the log says that it refused what it may have kept", Check::kNotThere},
}};

}  // namespace enishi::simulator
