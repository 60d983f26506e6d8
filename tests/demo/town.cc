#include "tests/demo/town.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "ledger/rules/period.h"

namespace enishi {
namespace {

constexpr int kAnnouncedDaysBefore = 7;
constexpr uint64_t kAnnounceAt = 9 * kHourMs;
constexpr uint64_t kDayEndsAt = 23 * kHourMs;
// A code is shown this long after the activity began, or half-way through a short activity.
constexpr uint64_t kClaimAfter = 10 * kMinuteMs;
constexpr size_t kClaimEvery = 8;
// The chance to attend varies around the average by at most this factor, and is never 100 %.
constexpr uint64_t kWeightMax = 4;
constexpr uint64_t kChanceMax = 950;
constexpr int64_t kPayByCodeEvery = 8;
constexpr int64_t kChargeStep = 1000;
constexpr int64_t kCodeStep = 100;
// Refusals are tried once in so many cases.
constexpr int64_t kShortfallEvery = 50;
constexpr int64_t kShortfallsMax = 25;
constexpr int64_t kPastCapMax = 5;
constexpr size_t kExpiredMax = 3;

int64_t RoundUp(int64_t amount, int64_t step) { return (amount + step - 1) / step * step; }

std::string OrganiserOf(size_t activity) {
  return fmt::format("organiser-{}", activity % kOrganisers + 1);
}

// A reference must not have a plus sign.
std::string ReferenceOf(const Basket& basket) {
  std::string reference = "basket-" + basket.id;
  std::replace(reference.begin(), reference.end(), '+', '_');
  return reference;
}

Timestamp ClaimsAt(const Event& event) {
  const uint64_t half = (event.ends_at.ms - event.starts_at.ms) / 2;
  return {event.starts_at.ms + std::min(kClaimAfter, half)};
}

Timestamp EveningOf(Timestamp at) { return {Date::Of(at).Start().ms + kDayEndsAt}; }

// The events of an hour are played in its last minute. The clock moves once per hour and not for
// each basket, so that hourly reports are meaningful and half of the log is not clock entries.
Timestamp HourOf(Timestamp at) { return {at.ms - at.ms % kHourMs + kHourMs - kMinuteMs}; }

}  // namespace

std::string HouseholdLabel(std::string_view id) { return fmt::format("household-{}", id); }
std::string StoreLabel(std::string_view id) { return fmt::format("store-{}", id); }

Town::Town(const ProgrammePlan& plan, const Residents& residents,
           const std::vector<Basket>& baskets, TownLimits limits, uint64_t seed, PlanWriter& writer)
    : plan_(plan),
      baskets_(baskets),
      limits_(std::move(limits)),
      random_(seed),
      writer_(writer),
      attending_(plan.activities.size()),
      awarded_(plan.programmes.size()) {
  for (const std::string& id : residents.households) {
    person_of_.emplace(id, households_.size());
    households_.push_back({HouseholdLabel(id), {}, 0});
  }
  for (const Basket& basket : baskets) {
    households_[person_of_.at(basket.household)].spending += basket.cents;
    spending_ += basket.cents;
  }
}

TownLines Town::Play() {
  TownLines lines;
  for (const Step& step : Schedule()) {
    if (step.what == What::kExpired) lines.before = writer_.TakeLines();
    writer_.AdvanceTo(step.at);
    switch (step.what) {
      case What::kExpired:
        TryExpired(step.index);
        break;
      case What::kAnnounce:
        Announce(step.index);
        break;
      case What::kClaims:
        Claims(step.index);
        break;
      case What::kList:
        List(step.index);
        break;
      case What::kBuy:
        Buy(baskets_[step.index]);
        break;
    }
  }
  // One more morning, so that points of the last day expire too.
  writer_.AdvanceTo({writer_.today().PlusDays(1).Start().ms + kAnnounceAt});
  for (const Household& household : households_) {
    totals_.expired += household.wallet.Expired(writer_.today());
  }
  lines.after = writer_.TakeLines();
  return lines;
}

std::vector<Town::Step> Town::Schedule() const {
  std::vector<Step> steps;
  for (size_t i = 0; i < plan_.activities.size(); ++i) {
    const Event& event = *plan_.activities[i].event;
    const Date announced = plan_.activities[i].day().PlusDays(-kAnnouncedDaysBefore);
    steps.push_back({{announced.Start().ms + kAnnounceAt}, What::kAnnounce, i});
    steps.push_back({ClaimsAt(event), What::kClaims, i});
    steps.push_back({std::max(EveningOf(event.starts_at), ClaimsAt(event)), What::kList, i});
  }
  // The opening programme is the first one, and the scenario continues until its points have
  // expired. Nothing else happens in the first second of a day, so this step moves the clock
  // itself.
  steps.push_back({{plan_.programmes[0].expires_on.End().ms + kSecondMs}, What::kExpired, 0});
  for (size_t i = 0; i < baskets_.size(); ++i) {
    steps.push_back({HourOf(baskets_[i].at), What::kBuy, i});
  }
  std::stable_sort(steps.begin(), steps.end(), [](const Step& a, const Step& b) {
    return std::tuple(a.at, a.what) < std::tuple(b.at, b.what);
  });
  return steps;
}

void Town::Announce(size_t index) {
  const PlannedActivity& activity = plan_.activities[index];
  Json fields = {{"activity", activity.code},
                 {"programme", plan_.programmes[activity.programme].programme.text},
                 {"organiser", "@" + OrganiserOf(index)},
                 {"starts_at", activity.event->starts_at.ms},
                 {"ends_at", activity.event->ends_at.ms},
                 {"award", activity.award}};
  if (activity.event->capacity) fields["capacity"] = uint64_t{*activity.event->capacity};
  fields["details"] = HexEncode(AsView(activity.details));
  writer_.Accepted("coordinator-1", "activity.create", std::move(fields));
}

// Counts the award against the person's caps. Changes nothing if it does not fit.
bool Town::TakeRoom(const PlannedActivity& activity, Person person) {
  std::vector<int64_t*> counters;
  for (const Cap& cap : plan_.programmes[activity.programme].caps) {
    int64_t& taken =
        taken_[{activity.programme, person, cap.period, PeriodStart(cap.period, activity.day())}];
    if (taken + activity.award > cap.amount.minor()) return false;
    counters.push_back(&taken);
  }
  for (int64_t* taken : counters) *taken += activity.award;
  return true;
}

// Households that attend more also buy more. If bonus were spread evenly, the few that buy most
// would soon have none, and most payments would spend no bonus.
uint64_t Town::ChanceOf(const PlannedActivity& activity, const Household& household) const {
  const auto average = static_cast<uint64_t>(spending_) / households_.size();
  const uint64_t chance = activity.attendance;
  const uint64_t weighted =
      chance * static_cast<uint64_t>(household.spending) / std::max<uint64_t>(average, 1);
  return std::min(std::clamp(weighted, chance / kWeightMax, chance * kWeightMax), kChanceMax);
}

std::vector<Town::Person> Town::Attending(const PlannedActivity& activity) {
  std::vector<Person> attending;
  const uint64_t room = activity.event->capacity.value_or(UINT32_MAX);
  for (Person person = 0; person < households_.size() && attending.size() < room; ++person) {
    if (random_() % 1000 >= ChanceOf(activity, households_[person])) continue;
    if (TakeRoom(activity, person)) attending.push_back(person);
  }
  return attending;
}

void Town::CountAward(const PlannedActivity& activity, Person person) {
  ++totals_.participations;
  if (activity.award == 0) return;
  totals_.awarded += activity.award;
  awarded_[activity.programme].push_back(person);
  households_[person].wallet.Award(activity.award, plan_.programmes[activity.programme].expires_on);
}

// Some scan the organiser's code on site; the others are on the evening's list.
void Town::Claims(size_t index) {
  TryPastCap(index);
  const PlannedActivity& activity = plan_.activities[index];
  const std::vector<Person> attending = Attending(activity);
  for (size_t i = 0; i < attending.size(); ++i) {
    if (i % kClaimEvery != kClaimEvery - 1) {
      attending_[index].push_back(attending[i]);
      continue;
    }
    const Json code = Json::object(
        {{"attendance", activity.code}, {"from", OrganiserOf(index)}, {"expires_in_s", 30}});
    writer_.Accepted(households_[attending[i]].label, "participation.claim", {{"code", code}},
                     {{"code_id", activity.code}});
    CountAward(activity, attending[i]);
  }
}

void Town::List(size_t index) {
  const PlannedActivity& activity = plan_.activities[index];
  const auto line_of = [&](Person person) {
    return Json::object(
        {{"activity", activity.code}, {"participant", "@" + households_[person].label}});
  };
  for (const Person person : attending_[index]) {
    writer_.Accepted(OrganiserOf(index), "participation.record", line_of(person));
    CountAward(activity, person);
  }
  if (index == 0 && !attending_[index].empty()) {
    writer_.Refused(Reason::kAlreadyParticipated, OrganiserOf(index), "participation.record",
                    line_of(attending_[index].front()));
  }
}

// Persons who reached a programme's cap try once more.
void Town::TryPastCap(size_t index) {
  const PlannedActivity& activity = plan_.activities[index];
  const ProgrammeCreate& programme = plan_.programmes[activity.programme];
  const bool once = programme.caps.size() == 1 && programme.caps[0].period == Period::kProgramme;
  if (!once || activity.event->capacity) return;
  for (const Person person : awarded_[activity.programme]) {
    if (past_cap_shown_ == kPastCapMax) break;
    ++past_cap_shown_;
    writer_.Refused(
        Reason::kCapReached, OrganiserOf(index), "participation.record",
        {{"activity", activity.code}, {"participant", "@" + households_[person].label}});
  }
}

// On the morning after a programme's points expired, some persons try to pay with them.
void Town::TryExpired(size_t programme) {
  size_t tried = 0;
  const Date today = writer_.today();
  for (const Person person : awarded_[programme]) {
    const Household& household = households_[person];
    const int64_t expired = household.wallet.Expired(today);
    const int64_t wanted = household.wallet.Available(today) + expired;
    if (expired == 0 || wanted > limits_.payment_max) continue;
    writer_.Refused(Reason::kLotsExpired, household.label, "payment.pay",
                    PayFields(baskets_.front(), wanted));
    if (++tried == kExpiredMax) break;
  }
}

void Town::Buy(const Basket& basket) {
  Household& household = households_[person_of_.find(basket.household)->second];
  const Date today = writer_.today();
  if (household.wallet.Available(today) < basket.cents) ChargeFor(household, basket);
  const bool by_code = totals_.payments % kPayByCodeEvery == kPayByCodeEvery / 2;
  if (by_code) {
    PayByCode(basket, household);
  } else {
    Pay(basket, household);
  }
  ++totals_.payments;
  totals_.paid += basket.cents;
  if (household.wallet.Spend(basket.cents, today) > 0) ++totals_.payments_with_bonus;
  TryForgeries(basket, household);
}

// Sells the missing amount in whole steps. Some persons notice only at the till that they have too
// little.
void Town::ChargeFor(Household& household, const Basket& basket) {
  const Date today = writer_.today();
  const bool shown = totals_.charges % kShortfallEvery < 2 && shortfalls_shown_ < kShortfallsMax;
  if (shown && household.wallet.Expired(today) == 0) {
    ++shortfalls_shown_;
    writer_.Refused(Reason::kInsufficientFunds, household.label, "payment.pay",
                    PayFields(basket, basket.cents));
  }
  const int64_t missing = basket.cents - household.wallet.Available(today);
  const int64_t amount = RoundUp(missing, kChargeStep);
  writer_.Accepted("cashier-1", "charge",
                   {{"participant", "@" + household.label},
                    {"currency", limits_.currency.text},
                    {"amount", amount}});
  household.wallet.Charge(amount);
  ++totals_.charges;
  totals_.charged += amount;
}

Json Town::PayFields(const Basket& basket, int64_t amount) const {
  return {{"shop", "@" + StoreLabel(basket.store)},
          {"currency", limits_.currency.text},
          {"amount", amount}};
}

void Town::Pay(const Basket& basket, const Household& household) {
  Json fields = PayFields(basket, basket.cents);
  fields["reference"] = ReferenceOf(basket);
  writer_.Accepted(household.label, "payment.pay", std::move(fields));
}

// Up to the limit of open codes any shop may capture it; above, the code names the shop and the
// amount.
void Town::PayByCode(const Basket& basket, const Household& household) {
  const int64_t rounded = RoundUp(basket.cents, kCodeStep);
  const bool open = rounded <= limits_.open_code_max;
  Json code = Json::object({{"from", household.label},
                            {"max_amount", open ? rounded : basket.cents},
                            {"currency", limits_.currency.text},
                            {"expires_in_s", 60}});
  if (!open) code["payee"] = "@" + StoreLabel(basket.store);
  const std::string reference = ReferenceOf(basket);
  Json fields = {{"amount", basket.cents}, {"reference", reference}};
  // The first code is captured twice, as from a photograph of a screen.
  const bool twice = totals_.payments_by_code++ == 0;
  Json words;
  if (twice) words["code_id"] = reference;
  fields["code"] = std::move(code);
  writer_.Accepted(StoreLabel(basket.store), "payment.capture", std::move(fields), words);
  if (!twice) return;
  writer_.Refused(Reason::kCodeUsed, StoreLabel(basket.store), "payment.capture",
                  {{"amount", basket.cents}}, std::move(words));
}

void Town::TryForgeries(const Basket& basket, const Household& household) {
  const auto code = [&](Json more) {
    Json made = Json::object({{"from", household.label},
                              {"max_amount", kCodeStep},
                              {"currency", limits_.currency.text},
                              {"expires_in_s", 60}});
    for (auto& [name, value] : more.items()) made[name] = std::move(value);
    return made;
  };
  const std::string store = StoreLabel(basket.store);
  Json fields = PayFields(basket, 1);
  // Each is tried once, after one of the first payments.
  switch (totals_.payments) {
    case 1:
      writer_.Refused(Reason::kSignatureInvalid, household.label, "payment.pay", std::move(fields),
                      {{"forge", "signature"}});
      break;
    case 2:
      writer_.Refused(Reason::kPaymentTooLarge, household.label, "payment.pay",
                      PayFields(basket, limits_.payment_max + 1));
      break;
    case 3: {
      const uint64_t shown_at = writer_.now().ms - kClaimAfter;
      writer_.Refused(Reason::kCodeExpired, store, "payment.capture",
                      {{"code", code({{"at", shown_at}})}, {"amount", 1}});
      break;
    }
    case 4:
      writer_.Refused(Reason::kCodeSignatureInvalid, store, "payment.capture",
                      {{"code", code({})}, {"amount", 1}}, {{"forge", "code"}});
      break;
    default:
      break;
  }
}

}  // namespace enishi
