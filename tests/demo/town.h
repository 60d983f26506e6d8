#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "tests/demo/plan.h"
#include "tests/demo/programmes.h"
#include "tests/demo/purchases.h"
#include "tests/demo/wallets.h"

namespace enishi {

/// The totals of the scenario, computed by the plan itself.
struct TownTotals {
  int64_t awarded = 0;
  int64_t charged = 0;
  int64_t paid = 0;
  int64_t expired = 0;
  int64_t participations = 0;
  int64_t charges = 0;
  int64_t payments = 0;
  int64_t payments_with_bonus = 0;
  int64_t payments_by_code = 0;
};

/// The lines of the scenario in two parts, divided on the morning after the opening programme's
/// points expired. The second part begins by moving the clock there, and then tries to spend those
/// points before the service has swept them.
struct TownLines {
  std::string before, after;
};

/// The households and stores: ids in the order of IdLess.
struct Residents {
  std::vector<std::string> households, stores;
};

struct TownLimits {
  CurrencyCode currency;
  int64_t payment_max = 0;
  int64_t open_code_max = 0;
};

/// The number of organisers that share the activities: communities "organiser-1", "organiser-2", …
inline constexpr size_t kOrganisers = 3;

std::string HouseholdLabel(std::string_view id);
std::string StoreLabel(std::string_view id);

/// Simulates the days of a town: activities are announced a week before, people attend by code or
/// by list, baskets are paid, and wallets are charged if bonus and paid value do not suffice.
/// Sometimes an action is tried that must be refused. Writes the lines in order. Not thread-safe.
class Town {
 public:
  /// The baskets are already shifted to the days of the scenario. All arguments must outlive the
  /// town.
  Town(const ProgrammePlan& plan, const Residents& residents, const std::vector<Basket>& baskets,
       TownLimits limits, uint64_t seed, PlanWriter& writer);

  /// Writes all lines. Call once.
  TownLines Play();
  /// Valid after Play.
  [[nodiscard]] const TownTotals& totals() const { return totals_; }

 private:
  enum class What { kExpired, kAnnounce, kClaims, kList, kBuy };
  struct Step {
    Timestamp at;
    What what = What::kBuy;
    size_t index = 0;  // of the activity, programme or basket
  };
  struct Household {
    std::string label;
    Wallet wallet;
    int64_t spending = 0;  // of all its baskets
  };
  using Person = size_t;  // index in households_

  [[nodiscard]] std::vector<Step> Schedule() const;
  void Announce(size_t activity);
  void Claims(size_t activity);
  void List(size_t activity);
  void TryPastCap(size_t activity);
  void TryExpired(size_t programme);
  void Buy(const Basket& basket);
  void ChargeFor(Household& household, const Basket& basket);
  void Pay(const Basket& basket, const Household& household);
  void PayByCode(const Basket& basket, const Household& household);
  void TryForgeries(const Basket& basket, const Household& household);

  [[nodiscard]] uint64_t ChanceOf(const PlannedActivity& activity,
                                  const Household& household) const;
  [[nodiscard]] std::vector<Person> Attending(const PlannedActivity& activity);
  [[nodiscard]] bool TakeRoom(const PlannedActivity& activity, Person person);
  void CountAward(const PlannedActivity& activity, Person person);
  [[nodiscard]] Json PayFields(const Basket& basket, int64_t amount) const;

  const ProgrammePlan& plan_;
  const std::vector<Basket>& baskets_;
  TownLimits limits_;
  std::mt19937_64 random_;
  PlanWriter& writer_;
  std::vector<Household> households_;  // by id
  std::map<std::string, Person, std::less<>> person_of_;
  /// The amount counted against each cap, by programme, person, period and the period's first day.
  std::map<std::tuple<size_t, Person, Period, Date>, int64_t> taken_;
  std::vector<std::vector<Person>> attending_;  // by activity; not yet recorded
  std::vector<std::vector<Person>> awarded_;    // by programme; persons with an award
  int64_t shortfalls_shown_ = 0;
  int64_t past_cap_shown_ = 0;
  int64_t spending_ = 0;  // of all households
  TownTotals totals_;
};

}  // namespace enishi
