#include "tests/demo/wallets.h"

#include <algorithm>

#include "ledger/base/result.h"

namespace enishi {

void Wallet::Award(int64_t amount, Date expires_on) {
  const auto later = std::find_if(bonus_.begin(), bonus_.end(), [&](const Bonus& bonus) {
    return bonus.expires_on > expires_on;
  });
  bonus_.insert(later, Bonus{expires_on, amount});
}

int64_t Wallet::Available(Date today) const {
  int64_t sum = paid_;
  for (const Bonus& bonus : bonus_) {
    if (bonus.expires_on >= today) sum += bonus.amount;
  }
  return sum;
}

int64_t Wallet::Expired(Date today) const {
  int64_t sum = 0;
  for (const Bonus& bonus : bonus_) {
    if (bonus.expires_on < today) sum += bonus.amount;
  }
  return sum;
}

int64_t Wallet::Spend(int64_t amount, Date today) {
  CHECK(amount <= Available(today));
  int64_t missing = amount;
  for (Bonus& bonus : bonus_) {
    if (bonus.expires_on < today) continue;
    const int64_t taken = std::min(missing, bonus.amount);
    bonus.amount -= taken;
    missing -= taken;
  }
  paid_ -= missing;
  return amount - missing;
}

}  // namespace enishi
