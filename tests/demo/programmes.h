#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/instruction/kinds.h"
#include "tests/demo/events.h"

namespace enishi {

/// An event of the list as an activity of a programme. Its code comes from its day alone, so that
/// nothing of the event's text reaches the log.
struct PlannedActivity {
  std::string code;  // "ev-2026-05-10-001"
  const Event* event = nullptr;
  size_t programme = 0;  // its place in ProgrammePlan::programmes
  int64_t award = 0;
  /// SHA-256 of the salt and PublicDescription(); stands in the log in place of the text.
  Hash details{};
  std::string salt;
  /// How many of a thousand households come.
  uint32_t attendance = 0;

  [[nodiscard]] Date day() const { return Date::Of(event->starts_at); }
};

/// The programmes of a rehearsed town and the activities under them, by their beginning.
///
/// An opening programme covers the first thirty days; its points expire two months after it began,
/// so that some expire unspent. Later activities belong to the town programme of their fiscal year
/// or, every fifth, to its walking programme, which awards each person once.
struct ProgrammePlan {
  std::vector<ProgrammeCreate> programmes;
  std::vector<PlannedActivity> activities;
};

struct ProgrammeNeeds {
  CurrencyCode currency;
  Date last_basket;
  uint64_t households = 0;
  int64_t spending = 0;  // of all baskets together
  uint64_t seed = 0;     // of the salts
};

/// What the public may know of an event: title, place and description, a line break between them.
std::string PublicDescription(const Event& event);

/// There must be an event. The plan points into the events.
ProgrammePlan PlanProgrammes(const std::vector<Event>& events, const ProgrammeNeeds& needs);

}  // namespace enishi
