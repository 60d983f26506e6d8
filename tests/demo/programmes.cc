#include "tests/demo/programmes.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "ledger/base/hash.h"

namespace enishi {
namespace {

constexpr int kOpeningDays = 30;
constexpr int kOpeningLifeDays = 60;
// Of a thousand households, how many attend the opening, and how often each of them attends another
// activity.
constexpr uint32_t kOpeningAttendance = 850;
constexpr uint32_t kVisitsPerThousand = 3000;
constexpr uint32_t kAttendanceMin = 10;
constexpr uint32_t kAttendanceMax = 600;
constexpr uint32_t kLateAttendance = 5;
// Bonus covers this share of the spending, so that most payments spend some bonus.
constexpr int64_t kBonusPercent = 100;
constexpr int64_t kWalkAward = 500;
// Many people get points of the opening, and they expire soon. So the opening gives each person a
// quarter of what later activities give.
constexpr int64_t kOpeningShare = 4;
constexpr int64_t kAwardStep = 100;
// With fewer activities, the last two before the last basket are walks; otherwise every fifth one
// is.
constexpr size_t kFewActivities = 10;
constexpr size_t kWalkEvery = 5;
constexpr size_t kUnawardedEvery = 6;

int64_t RoundUp(int64_t amount, int64_t step) { return (amount + step - 1) / step * step; }

Amount ToAmount(int64_t minor) {
  const auto amount = Amount::From(minor);
  CHECK(amount.has_value());
  return *amount;
}

enum class Scheme { kOpening, kTown, kWalk };

struct Sorted {
  std::vector<const Event*> events;
  size_t while_buying = 0;  // number that begin before the last basket
};

Sorted SortEvents(const std::vector<Event>& events, Date last_basket) {
  Sorted sorted;
  for (const Event& event : events) sorted.events.push_back(&event);
  std::stable_sort(sorted.events.begin(), sorted.events.end(),
                   [](const Event* a, const Event* b) { return a->starts_at < b->starts_at; });
  for (const Event* event : sorted.events) {
    if (Date::Of(event->starts_at) <= last_basket) ++sorted.while_buying;
  }
  return sorted;
}

bool IsWalk(size_t index, size_t while_buying) {
  if (while_buying < kFewActivities) {
    return index > 0 && index < while_buying && index + 2 >= while_buying;
  }
  return index % kWalkEvery == kWalkEvery - 1;
}

Scheme SchemeOf(size_t index, const Sorted& sorted) {
  if (IsWalk(index, sorted.while_buying)) return Scheme::kWalk;
  const Date first = Date::Of(sorted.events.front()->starts_at);
  const Date day = Date::Of(sorted.events[index]->starts_at);
  const bool early = day < first.PlusDays(kOpeningDays) && day.FiscalYear() == first.FiscalYear();
  return early ? Scheme::kOpening : Scheme::kTown;
}

uint32_t AttendanceOf(size_t index, const Sorted& sorted) {
  if (index == 0) return kOpeningAttendance;
  if (index >= sorted.while_buying) return kLateAttendance;
  const auto others = static_cast<uint32_t>(sorted.while_buying - 1);
  return std::clamp(kVisitsPerThousand / others, kAttendanceMin, kAttendanceMax);
}

// Every sixth activity is without points, but never the first one or a walk.
bool IsAwarded(size_t index, Scheme scheme) {
  return scheme == Scheme::kWalk || index % kUnawardedEvery != kUnawardedEvery - 1;
}

// The award with which the points of all visits cover kBonusPercent of the spending.
int64_t AwardFor(const Sorted& sorted, const ProgrammeNeeds& needs) {
  int64_t visits = 0;  // thousandths
  for (size_t i = 0; i < sorted.while_buying; ++i) {
    const Scheme scheme = SchemeOf(i, sorted);
    if (scheme == Scheme::kWalk || !IsAwarded(i, scheme)) continue;
    const int64_t share = scheme == Scheme::kOpening ? 1 : kOpeningShare;
    visits += share * int64_t{AttendanceOf(i, sorted)} * static_cast<int64_t>(needs.households);
  }
  if (visits == 0) return kAwardStep;
  const int64_t wanted = needs.spending * kBonusPercent / 100;
  return RoundUp(std::max<int64_t>(wanted * 1000 * kOpeningShare / visits, 1), kAwardStep);
}

int64_t AwardOf(Scheme scheme, int64_t award) {
  switch (scheme) {
    case Scheme::kOpening:
      return RoundUp((award + kOpeningShare - 1) / kOpeningShare, kAwardStep);
    case Scheme::kTown:
      return award;
    case Scheme::kWalk:
      return kWalkAward;
  }
  CHECK(false);
}

ProgrammeCreate MakeProgramme(Scheme scheme, Date first_day, int64_t award,
                              const ProgrammeNeeds& needs) {
  ProgrammeCreate programme;
  const int year = first_day.FiscalYear();
  const Date year_end = first_day.FirstOfFiscalYear().PlusMonths(12).PlusDays(-1);
  programme.currency = needs.currency;
  programme.fiscal_year = static_cast<uint32_t>(year);
  programme.starts_on = first_day.FirstOfFiscalYear();
  programme.ends_on = year_end;
  programme.expires_on = year_end.PlusMonths(3).LastOfMonth();
  programme.award_max = ToAmount(award);
  programme.caps = {Cap{Period::kMonth, ToAmount(4 * award)},
                    Cap{Period::kFiscalYear, ToAmount(12 * award)}};
  switch (scheme) {
    case Scheme::kOpening:
      programme.programme.text = fmt::format("opening-{}", year);
      programme.starts_on = first_day;
      programme.ends_on = std::min(first_day.PlusDays(kOpeningDays - 1), year_end);
      programme.expires_on = first_day.PlusDays(kOpeningLifeDays - 1);
      break;
    case Scheme::kTown:
      programme.programme.text = fmt::format("town-{}", year);
      break;
    case Scheme::kWalk:
      programme.programme.text = fmt::format("walk-{}", year);
      programme.caps = {Cap{Period::kProgramme, ToAmount(award)}};
      break;
  }
  // Large enough for everyone at the yearly cap. The tests of the rules cover tight budgets.
  programme.budget = ToAmount(award * 12 * static_cast<int64_t>(needs.households));
  return programme;
}

// Derived from the seed, so that the same seed gives the same plan. A real town uses random salts.
std::string SaltFor(uint64_t seed, std::string_view code) {
  const Hash hash = Sha256({"enishi scenario salt", std::to_string(seed), code});
  return HexEncode(AsView(hash).substr(0, 16));
}

}  // namespace

std::string PublicDescription(const Event& event) {
  return event.title + "\n" + event.place + "\n" + event.description;
}

ProgrammePlan PlanProgrammes(const std::vector<Event>& events, const ProgrammeNeeds& needs) {
  const Sorted sorted = SortEvents(events, needs.last_basket);
  const int64_t award = AwardFor(sorted, needs);
  ProgrammePlan plan;
  std::map<std::string, size_t> place_of;
  std::map<Date, int> on_day;
  for (size_t i = 0; i < sorted.events.size(); ++i) {
    PlannedActivity activity;
    activity.event = sorted.events[i];
    const Date day = activity.day();
    const Scheme scheme = SchemeOf(i, sorted);
    const int64_t awarded = AwardOf(scheme, award);
    const ProgrammeCreate programme = MakeProgramme(
        scheme, scheme == Scheme::kOpening ? Date::Of(sorted.events.front()->starts_at) : day,
        awarded, needs);
    const auto [place, fresh] = place_of.emplace(programme.programme.text, plan.programmes.size());
    if (fresh) plan.programmes.push_back(programme);
    activity.code = fmt::format("ev-{}-{:03}", day.ToString(), ++on_day[day]);
    activity.programme = place->second;
    activity.award = IsAwarded(i, scheme) ? awarded : 0;
    activity.salt = SaltFor(needs.seed, activity.code);
    activity.details = Sha256({activity.salt, PublicDescription(*activity.event)});
    activity.attendance = AttendanceOf(i, sorted);
    plan.activities.push_back(std::move(activity));
  }
  return plan;
}

}  // namespace enishi
