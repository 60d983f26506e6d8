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

// The town that is measured: two administrators, of whom the second keeps the counter, one
// currency, and as many participants and shops as asked for. Every key follows from its label, so
// a workload is the same in every run but for the ids and the time.

/// Whose key; `number` tells participants and shops apart.
enum class Part { kMayor, kCounter, kParticipant, kShop };
SigningKey KeyOf(Part part, uint64_t number = 0);

/// What the ledger to be founded is called and signs with, as `enishid init --json` said.
struct Founding {
  Origin origin;
  PublicKey log_key;
  PublicKey service_key;
};
/// The envelope of the genesis, one line.
std::string GenesisEnvelope(const Founding& founding, Timestamp now);

/// The lines that make the town: post, currency, shops, participants and what each is charged.
struct Furnishing {
  Hash ledger{};
  uint64_t participants = 0;
  uint64_t shops = 0;
  int64_t charge = 0;  // points for each participant
};
void WriteFurnishing(const Furnishing& furnishing, Timestamp now, std::ostream& out);

/// How payments fall on accounts. In all of them the payers follow one another in an order that
/// looks random and visits every participant equally often.
enum class Shape {
  kUniform,  // every shop alike
  kHot,      // all to the first shop
  kCapture,  // every shop alike, by the payer's code: two signatures
  kOpening,  // groups of three: a wallet opens itself, is charged, pays
};
struct Payments {
  Hash ledger{};
  uint64_t participants = 0;  // for kOpening the number of the first new one
  uint64_t shops = 0;
  uint64_t count = 0;
  uint64_t round = 0;  // other rounds begin with other payers
  Shape shape = Shape::kUniform;
};
/// One envelope a line, signed on all cores; for kOpening three lines for each wallet.
void WritePayments(const Payments& payments, Timestamp now, std::ostream& out);

/// One of them, for any shape but kOpening.
Instruction PaymentNumber(const Payments& payments, uint64_t number, Timestamp now);

/// A participant opens its account and is charged.
std::vector<Instruction> NewParticipant(const Hash& ledger, uint64_t number, int64_t charge,
                                        Timestamp now);

/// Does `work` for 0 to count − 1 on all cores.
void InParallel(uint64_t count, const std::function<void(uint64_t)>& work);

/// The machine's clock.
Timestamp Now();

/// The currency that everything is paid in.
CurrencyCode BenchCurrency();

}  // namespace enishi::bench
