#pragma once

#include <set>
#include <string>
#include <vector>

#include "ledger/instruction/instruction.h"
#include "ledger/service/identity.h"
#include "tests/fixtures/town.h"
#include "tests/simulator/disk.h"
#include "tests/simulator/expected_ledger.h"
#include "tests/simulator/random.h"

namespace enishi::simulator {

/// An instruction and the actor who wants it accepted.
struct Intent {
  std::string actor;
  uint64_t number = 0;
  Instruction instruction;
};
std::string Describe(const Intent& intent);

/// The town at the beginning of a run: founded and furnished, with people, shops and activities,
/// and with so many entries that the run fills the first tile. The same for every run with that
/// clock.
struct Beginning {
  testing::Town town;
  LedgerIdentity identity;
  Disk disk;
  ExpectedLedger expected;
  std::vector<Intent>
      founding;  // the instructions that made it, for a run that begins with an empty ledger
};
Beginning& BeginningOn(bool simulated_clock);

/// Generates instructions of the town's people, shops and officials. Most are valid, and they share
/// a few accounts, codes and activities, so that they conflict.
class Workload {
 public:
  explicit Workload(testing::Town& town, bool simulated_clock)
      : town_(town), simulated_clock_(simulated_clock) {}

  Intent Make(Random& random, Timestamp now, const Hash& ledger);
  /// Generates another instruction with the same id.
  Intent MakeOther(Random& random, const Intent& intent);
  /// Returns a time later than `now` at which something changes because of the instructions so far
  /// (an id or a code ends, a day ends), or the time just before or after.
  Timestamp InterestingTime(Random& random, Timestamp now) const;

 private:
  Payload MakePayload(Random& random, Timestamp now, const Hash& ledger, std::string& actor);
  SignedPaymentCode MakeCode(Random& random, Timestamp now, const Hash& ledger,
                             const std::string& payer);
  Intent Signed(std::string actor, const Header& header, const Payload& payload);

  testing::Town& town_;
  const bool simulated_clock_;
  uint64_t made_ = 0;
  std::vector<SignedPaymentCode> codes_;
  std::set<Timestamp> instants_;
};

}  // namespace enishi::simulator
