#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "ledger/base/calendar.h"

namespace enishi {

/// The expected holdings of a household: a second, much simpler implementation of the rules for
/// lots, to compare a service with. Amounts are in the currency's smallest unit.
class Wallet {
 public:
  /// Adds points of a programme, which can be spent up to and including that day.
  void Award(int64_t amount, Date expires_on);
  /// Adds paid value, which does not expire.
  void Charge(int64_t amount) { paid_ += amount; }

  /// Returns the amount that can be spent on that day.
  [[nodiscard]] int64_t Available(Date today) const;
  /// Returns the rest of the awards whose last day was before that day.
  [[nodiscard]] int64_t Expired(Date today) const;

  /// Spends bonus by earliest expiry, then paid value. Returns how much of it was bonus. The amount
  /// must be available.
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
