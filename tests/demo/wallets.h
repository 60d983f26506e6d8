#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "ledger/base/calendar.h"

namespace enishi {

/// What a plan expects a household to hold: a second, much simpler telling of the rules for lots,
/// so that a service can be held against it. Amounts are in the currency's smallest unit.
class Wallet {
 public:
  /// Points of a programme, to be spent up to and with that day.
  void Award(int64_t amount, Date expires_on);
  /// Paid value, which lasts for ever.
  void Charge(int64_t amount) { paid_ += amount; }

  /// What can be spent on that day.
  [[nodiscard]] int64_t Available(Date today) const;
  /// What is left of awards whose last day was before that day.
  [[nodiscard]] int64_t Expired(Date today) const;

  /// Spends bonus by earliest expiry and then paid value; gives how much of it was bonus. The
  /// amount must be available.
  int64_t Spend(int64_t amount, Date today);

 private:
  struct Bonus {
    Date expires_on;
    int64_t amount = 0;
  };

  std::vector<Bonus> bonus_;  // by expiry
  int64_t paid_ = 0;
};

}  // namespace enishi
