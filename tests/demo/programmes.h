#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/instruction/kinds.h"
#include "tests/demo/events.h"

namespace enishi {

/// An event of the list as an activity of a programme. Its code is derived from its day only, so
/// that no text of the event reaches the log.
struct PlannedActivity {
  std::string code;  // "ev-2026-05-10-001"
  const Event* event = nullptr;
  size_t programme = 0;  // index in ProgrammePlan::programmes
  int64_t award = 0;
  /// SHA-256 of the salt and PublicDescription(). The log has this hash instead of the text.
  Hash details{};
  std::string salt;
  /// How many of a thousand households attend.
  uint32_t attendance = 0;

  [[nodiscard]] Date day() const { return Date::Of(event->starts_at); }
};

/// The programmes of a scenario and their activities, in the order of their beginning.
///
/// The opening programme covers the first thirty days. Its points expire two months after it began,
/// so that some expire unspent. Later activities belong to the town programme of their fiscal year,
/// and every fifth one to its walking programme, which awards each person once.
struct ProgrammePlan {
  std::vector<ProgrammeCreate> programmes;
  std::vector<PlannedActivity> activities;
};

struct ProgrammeNeeds {
  CurrencyCode currency;
  Date last_basket;
  uint64_t households = 0;
  int64_t spending = 0;  // of all baskets
  uint64_t seed = 0;     // of the salts
};

/// The public part of an event: title, place and description, separated by line breaks.
std::string PublicDescription(const Event& event);

/// Needs at least one event. The plan points into the events.
ProgrammePlan PlanProgrammes(const std::vector<Event>& events, const ProgrammeNeeds& needs);

}  // namespace enishi
