#pragma once

#include <cstdint>
#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "ledger/base/calendar.h"
#include "ledger/base/hash.h"
#include "ledger/base/result.h"
#include "ledger/instruction/instruction.h"
#include "ledger/keys/keys.h"

namespace enishi::bench {

// The measured town: two administrators, of whom the second is the cashier, one currency, and the
// requested numbers of participants and shops. Every key is derived from its label, so a workload
// is the same in every run except for ids and times.

/// The owner of a key; `number` distinguishes participants and shops.
enum class Part { kMayor, kCounter, kParticipant, kShop };
SigningKey KeyOf(Part part, uint64_t number = 0);

/// The name and keys of the ledger to found, from `enishid init --json`.
struct Founding {
  Origin origin;
  PublicKey log_key;
  PublicKey service_key;
};
/// The envelope of the genesis, in one line.
std::string GenesisEnvelope(const Founding& founding, Timestamp now);

/// The lines that furnish the town: post, currency, shops, participants and their charges.
struct Furnishing {
  Hash ledger{};
  uint64_t participants = 0;
  uint64_t shops = 0;
  int64_t charge = 0;  // points for each participant
};
void WriteFurnishing(const Furnishing& furnishing, Timestamp now, std::ostream& out);

/// The distribution of payments over accounts. Payers follow one another in a pseudo-random order
/// that visits every participant equally often.
enum class Shape {
  kUniform,  // all shops equally
  kHot,      // all to the first shop
  kCapture,  // all shops equally, by the payer's code: two signatures
  kOpening,  // groups of three: open a wallet, charge it, pay
};
struct Payments {
  Hash ledger{};
  uint64_t participants = 0;  // for kOpening the number of the first new one
  uint64_t shops = 0;
  uint64_t count = 0;
  uint64_t round = 0;  // each round begins with another payer
  Shape shape = Shape::kUniform;
};
/// One envelope per line, signed on all cores; for kOpening three lines per wallet.
void WritePayments(const Payments& payments, Timestamp now, std::ostream& out);

/// One of these lines, for any shape except kOpening.
Instruction PaymentNumber(const Payments& payments, uint64_t number, Timestamp now);

/// The lines that open and charge a participant.
std::vector<Instruction> NewParticipant(const Hash& ledger, uint64_t number, int64_t charge,
                                        Timestamp now);

/// Calls `work` with 0 to count − 1 on all cores.
void InParallel(uint64_t count, const std::function<void(uint64_t)>& work);

/// The machine's wall clock.
Timestamp Now();

/// The currency of all payments.
CurrencyCode BenchCurrency();

}  // namespace enishi::bench
