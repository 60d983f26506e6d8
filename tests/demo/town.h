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

/// What the played time amounts to, by the plan's own reckoning.
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

/// The lines of a town's time, cut on the morning on which the opening programme's points have
/// expired: the second part begins by moving the clock there and with what is tried right then, so
/// that it is tried before the service has swept them away.
struct TownLines {
  std::string before, after;
};

/// Who lives and sells in the town: ids, in the order of IdLess.
struct Residents {
  std::vector<std::string> households, stores;
};

struct TownLimits {
  CurrencyCode currency;
  int64_t payment_max = 0;
  int64_t open_code_max = 0;
};

/// How many organisers share the activities: communities "organiser-1", "organiser-2", …
inline constexpr size_t kOrganisers = 3;

std::string HouseholdLabel(std::string_view id);
std::string StoreLabel(std::string_view id);

/// Plays a town's days on paper: activities are announced a week before, attended by code and by
/// list, baskets are paid, wallets charged where bonus and paid value do not reach, and now and
/// then somebody tries what must be refused. Writes the lines as it goes. Not for several threads.
class Town {
 public:
  /// The baskets are those of the played time, already in its days. All must outlive the town.
  Town(const ProgrammePlan& plan, const Residents& residents, const std::vector<Basket>& baskets,
       TownLimits limits, uint64_t seed, PlanWriter& writer);

  /// Writes all lines; once.
  TownLines Play();
  /// After Play.
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
    int64_t spending = 0;  // of all its baskets together
  };
  using Person = size_t;  // its place in households_

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
  void TryMischief(const Basket& basket, const Household& household);

  [[nodiscard]] uint64_t ChanceOf(const PlannedActivity& activity,
                                  const Household& household) const;
  [[nodiscard]] std::vector<Person> Attending(const PlannedActivity& activity);
  [[nodiscard]] bool TakeRoom(const PlannedActivity& activity, Person person);
  void CountAward(const PlannedActivity& activity, Person person);
  [[nodiscard]] Json::Object PayFields(const Basket& basket, int64_t amount) const;

  const ProgrammePlan& plan_;
  const std::vector<Basket>& baskets_;
  TownLimits limits_;
  std::mt19937_64 random_;
  PlanWriter& writer_;
  std::vector<Household> households_;  // by id
  std::map<std::string, Person, std::less<>> person_of_;
  /// What each cap has let through, by programme, person, period and its first day.
  std::map<std::tuple<size_t, Person, Period, Date>, int64_t> taken_;
  std::vector<std::vector<Person>> attending_;  // by activity; those still to be recorded
  std::vector<std::vector<Person>> awarded_;    // by programme; who has had an award of it
  int64_t shortfalls_shown_ = 0;
  int64_t past_cap_shown_ = 0;
  int64_t spending_ = 0;  // of all households together
  TownTotals totals_;
};

}  // namespace enishi
