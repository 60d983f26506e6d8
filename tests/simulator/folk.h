#pragma once

#include <set>
#include <string>
#include <vector>

#include "ledger/instruction/instruction.h"
#include "ledger/service/identity.h"
#include "tests/fixtures/town.h"
#include "tests/simulator/dice.h"
#include "tests/simulator/disk.h"
#include "tests/simulator/truth.h"

namespace enishi::simulator {

/// What somebody wants of the ledger, and who.
struct Intent {
  std::string actor;
  uint64_t number = 0;
  Instruction instruction;
};
std::string Describe(const Intent& intent);

/// A town that stands when a run begins: founded, furnished, with people, shops, activities, and so
/// many entries that the run fills the tree's first tile. The same for every run on that clock.
struct Beginning {
  testing::Town town;
  LedgerIdentity identity;
  Disk disk;
  Truth truth;
  std::vector<Intent> founding;  // what made it, for a run that begins with nothing
};
Beginning& BeginningOn(bool simulated_clock);

/// Makes up what the town's people, shops and officials want: mostly sensible, so that they meet at
/// the same few accounts, codes and activities.
class Folk {
 public:
  explicit Folk(testing::Town& town, bool simulated_clock)
      : town_(town), simulated_clock_(simulated_clock) {}

  Intent Make(Dice& dice, Timestamp now, const Hash& ledger);
  /// Something else under the same id.
  Intent MakeOther(Dice& dice, const Intent& intent);
  /// An instant at which something changes by what was made so far: an id or a code runs out, a day
  /// ends; or the one just before or after. Later than `now`.
  Timestamp AnInstant(Dice& dice, Timestamp now) const;

 private:
  Payload MakePayload(Dice& dice, Timestamp now, const Hash& ledger, std::string& actor);
  SignedPaymentCode ACode(Dice& dice, Timestamp now, const Hash& ledger, const std::string& payer);
  Intent Signed(std::string actor, const Header& header, const Payload& payload);

  testing::Town& town_;
  const bool simulated_clock_;
  uint64_t made_ = 0;
  std::vector<SignedPaymentCode> codes_;
  std::set<Timestamp> instants_;
};

}  // namespace enishi::simulator
