#include "tests/bench/workload.h"

#include <algorithm>
#include <chrono>
#include <thread>
#include <vector>

#include "ledger/codes/payment_code.h"
#include "ledger/rules/apply.h"

namespace enishi::bench {
namespace {

constexpr uint64_t kLifeMs = 12 * 3600 * uint64_t{1000};
constexpr int64_t kPaymentMax = 100'000;
constexpr size_t kChunk = 50'000;
// Coprime to every number of participants that is not a multiple of it.
constexpr uint64_t kStride = 7'368'787;

Amount Points(int64_t minor) { return *Amount::From(minor); }

Header HeaderFor(const Hash& ledger, const SigningKey& actor, Timestamp now) {
  Header header;
  header.ledger = ledger;
  header.id = Uuid::At(now);
  header.account = AccountId::FromKey(actor.public_key());
  header.valid_until = {now.ms + kLifeMs};
  return header;
}

std::string EnvelopeOf(const Instruction& instruction) {
  return WriteEnvelope(instruction.body, instruction.signatures);
}

// Writes `count` texts in order, made on all cores.
void WriteInParallel(uint64_t count, const std::function<std::string(uint64_t)>& make,
                     std::ostream& out) {
  for (uint64_t begin = 0; begin < count; begin += kChunk) {
    std::vector<std::string> lines(std::min<uint64_t>(kChunk, count - begin));
    InParallel(lines.size(), [&](uint64_t i) { lines[i] = make(begin + i); });
    for (const std::string& line : lines) out << line << '\n';
  }
}

Instruction OpenSelf(const Hash& ledger, const SigningKey& key, Timestamp now) {
  return Sign(HeaderFor(ledger, key, now),
              AccountOpen{key.public_key(), AccountKind::kParticipant, Custody::kHolder, false},
              {&key});
}

Instruction ChargeOf(const Hash& ledger, const SigningKey& participant, int64_t amount,
                     Timestamp now) {
  const SigningKey counter = KeyOf(Part::kCounter);
  const Charge charge{AccountId::FromKey(participant.public_key()), BenchCurrency(), Points(amount),
                      std::nullopt};
  return Sign(HeaderFor(ledger, counter, now), charge, {&counter});
}

Instruction PayOf(const Hash& ledger, const SigningKey& payer, uint64_t shop, Timestamp now) {
  const PaymentPay pay{AccountId::FromKey(KeyOf(Part::kShop, shop).public_key()), BenchCurrency(),
                       Points(1), std::nullopt};
  return Sign(HeaderFor(ledger, payer, now), pay, {&payer});
}

Instruction CaptureOf(const Hash& ledger, const SigningKey& payer, uint64_t shop, Timestamp now) {
  const SigningKey till = KeyOf(Part::kShop, shop);
  PaymentCode code;
  code.ledger = ledger;
  code.key = payer.public_key();
  code.payer = AccountId::FromKey(payer.public_key());
  code.currency = BenchCurrency();
  code.amount_max = Points(1);
  // The code names this shop, so it may be valid for as long as the workload.
  code.payee = AccountId::FromKey(till.public_key());
  const Uuid random = Uuid::At(now);
  std::copy(random.bytes.end() - 8, random.bytes.end(), code.nonce.begin());
  code.valid_until = {now.ms + kLifeMs};
  const auto signed_code = DecodePaymentCode(EncodePaymentCode(code, payer));
  return Sign(HeaderFor(ledger, till, now), PaymentCapture{*signed_code, Points(1), std::nullopt},
              {&till});
}

// Envelopes in order, separated by line ends.
std::string Lines(const std::vector<Instruction>& instructions) {
  std::string lines;
  for (const Instruction& one : instructions) {
    if (!lines.empty()) lines += '\n';
    lines += EnvelopeOf(one);
  }
  return lines;
}

}  // namespace

CurrencyCode BenchCurrency() { return CurrencyCode{"BENCH"}; }

SigningKey KeyOf(Part part, uint64_t number) {
  const std::string label =
      "bench " + std::to_string(static_cast<int>(part)) + " " + std::to_string(number);
  const Hash hash = Sha256({label});
  return SigningKey::FromSeed(
      *Seed::FromBytes({reinterpret_cast<const char*>(hash.data()), hash.size()}));
}

std::string GenesisEnvelope(const Founding& founding, Timestamp now) {
  const SigningKey mayor = KeyOf(Part::kMayor);
  const SigningKey counter = KeyOf(Part::kCounter);
  Genesis genesis;
  genesis.origin = founding.origin;
  genesis.municipality = *MunicipalityCode::Parse("372013");
  genesis.rules = kRulesVersion;
  genesis.quorum = 1;
  genesis.log_key = founding.log_key;
  genesis.service_key = founding.service_key;
  genesis.administrators = {mayor.public_key(), counter.public_key()};
  genesis.until = Date::Of(now).PlusMonths(12);
  return EnvelopeOf(Sign(HeaderFor(Hash{}, mayor, now), genesis, {&mayor, &counter}));
}

void WriteFurnishing(const Furnishing& furnishing, Timestamp now, std::ostream& out) {
  const Hash& ledger = furnishing.ledger;
  const SigningKey mayor = KeyOf(Part::kMayor);
  const SigningKey counter = KeyOf(Part::kCounter);
  const auto by_mayor = [&](const Payload& payload) {
    out << EnvelopeOf(Sign(HeaderFor(ledger, mayor, now), payload, {&mayor})) << '\n';
  };
  const Date today = Date::Of(now);
  const Code post{"counter"};
  by_mayor(PostCreate{post, {Role::kRegistrar, Role::kCashier, Role::kAuditor}});
  by_mayor(PostAppoint{post, AccountId::FromKey(counter.public_key()), today, today.PlusMonths(6)});
  CurrencyCreate currency;
  currency.currency = BenchCurrency();
  currency.issuer = *MunicipalityCode::Parse("372013");
  currency.payment_max = Points(kPaymentMax);
  currency.open_code_max = Points(kPaymentMax);
  by_mayor(currency);
  for (uint64_t i = 0; i < furnishing.shops; ++i) {
    const SigningKey shop = KeyOf(Part::kShop, i);
    const AccountOpen opening{shop.public_key(), AccountKind::kShop, Custody::kHolder, false};
    out << EnvelopeOf(Sign(HeaderFor(ledger, counter, now), opening, {&counter, &shop})) << '\n';
  }
  WriteInParallel(
      furnishing.participants,
      [&](uint64_t i) { return Lines(NewParticipant(ledger, i, furnishing.charge, now)); }, out);
}

void WritePayments(const Payments& payments, Timestamp now, std::ostream& out) {
  WriteInParallel(
      payments.count,
      [&](uint64_t i) {
        if (payments.shape != Shape::kOpening) {
          return EnvelopeOf(PaymentNumber(payments, i, now));
        }
        const uint64_t number = payments.participants + i;
        auto wallet = NewParticipant(payments.ledger, number, 1, now);
        wallet.push_back(PayOf(payments.ledger, KeyOf(Part::kParticipant, number),
                               number % payments.shops, now));
        return Lines(wallet);
      },
      out);
}

Instruction PaymentNumber(const Payments& payments, uint64_t number, Timestamp now) {
  const uint64_t turn = payments.round * payments.count + number;
  const uint64_t shop = payments.shape == Shape::kHot ? 0 : turn % payments.shops;
  const SigningKey payer = KeyOf(Part::kParticipant, turn * kStride % payments.participants);
  return payments.shape == Shape::kCapture ? CaptureOf(payments.ledger, payer, shop, now)
                                           : PayOf(payments.ledger, payer, shop, now);
}

std::vector<Instruction> NewParticipant(const Hash& ledger, uint64_t number, int64_t charge,
                                        Timestamp now) {
  const SigningKey key = KeyOf(Part::kParticipant, number);
  std::vector<Instruction> made;
  made.push_back(OpenSelf(ledger, key, now));
  made.push_back(ChargeOf(ledger, key, charge, now));
  return made;
}

void InParallel(uint64_t count, const std::function<void(uint64_t)>& work) {
  const uint64_t threads = std::max(1U, std::thread::hardware_concurrency());
  std::vector<std::thread> others;
  const auto share = [&](uint64_t first) {
    for (uint64_t i = first; i < count; i += threads) work(i);
  };
  for (uint64_t t = 1; t < threads; ++t) others.emplace_back(share, t);
  share(0);
  for (std::thread& other : others) other.join();
}

Timestamp Now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return {
      static_cast<uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(since).count())};
}

}  // namespace enishi::bench
