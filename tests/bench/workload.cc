#include "tests/bench/workload.h"

#include <algorithm>
#include <functional>
#include <thread>
#include <vector>

#include "ledger/core/payment_code.h"
#include "ledger/rules/apply.h"

namespace enishi::bench {
namespace {

constexpr uint64_t kLifeMs = 12 * 3600 * uint64_t{1000};
constexpr int64_t kPaymentMax = 100'000;
constexpr size_t kChunk = 50'000;
// Prime to every number of participants that is not a multiple of it.
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

std::string Envelope(const Header& header, const Payload& payload,
                     const std::vector<const SigningKey*>& keys) {
  const Instruction signed_one = Sign(header, payload, keys);
  return WriteEnvelope(signed_one.body, signed_one.signatures);
}

// Writes `count` pieces of text in their order, made on all cores.
void WriteInParallel(uint64_t count, const std::function<std::string(uint64_t)>& make,
                     std::ostream& out) {
  const uint64_t threads = std::max(1U, std::thread::hardware_concurrency());
  for (uint64_t begin = 0; begin < count; begin += kChunk) {
    const uint64_t size = std::min<uint64_t>(kChunk, count - begin);
    std::vector<std::string> lines(size);
    std::vector<std::thread> workers;
    for (uint64_t t = 0; t < threads; ++t) {
      workers.emplace_back([&, t] {
        for (uint64_t i = t; i < size; i += threads) lines[i] = make(begin + i);
      });
    }
    for (std::thread& worker : workers) worker.join();
    for (const std::string& line : lines) out << line << '\n';
  }
}

std::string OpenSelf(const Hash& ledger, const SigningKey& key, Timestamp now) {
  return Envelope(HeaderFor(ledger, key, now),
                  AccountOpen{key.public_key(), AccountKind::kParticipant, Custody::kHolder, false},
                  {&key});
}

std::string ChargeOf(const Hash& ledger, const SigningKey& participant, int64_t amount,
                     Timestamp now) {
  const SigningKey counter = KeyOf(Part::kCounter);
  const Charge charge{AccountId::FromKey(participant.public_key()), BenchCurrency(), Points(amount),
                      std::nullopt};
  return Envelope(HeaderFor(ledger, counter, now), charge, {&counter});
}

std::string PayOf(const Hash& ledger, const SigningKey& payer, uint64_t shop, Timestamp now) {
  const PaymentPay pay{AccountId::FromKey(KeyOf(Part::kShop, shop).public_key()), BenchCurrency(),
                       Points(1), std::nullopt};
  return Envelope(HeaderFor(ledger, payer, now), pay, {&payer});
}

std::string CaptureOf(const Hash& ledger, const SigningKey& payer, uint64_t shop, Timestamp now) {
  const SigningKey till = KeyOf(Part::kShop, shop);
  PaymentCode code;
  code.ledger = ledger;
  code.key = payer.public_key();
  code.payer = AccountId::FromKey(payer.public_key());
  code.currency = BenchCurrency();
  code.amount_max = Points(1);
  // For this shop alone, so that the code may live as long as the workload.
  code.payee = AccountId::FromKey(till.public_key());
  const Uuid random = Uuid::At(now);
  std::copy(random.bytes.end() - 8, random.bytes.end(), code.nonce.begin());
  code.valid_until = {now.ms + kLifeMs};
  const auto signed_code = DecodePaymentCode(EncodePaymentCode(code, payer));
  return Envelope(HeaderFor(ledger, till, now),
                  PaymentCapture{*signed_code, Points(1), std::nullopt}, {&till});
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
  return Envelope(HeaderFor(Hash{}, mayor, now), genesis, {&mayor, &counter});
}

void WriteFurnishing(const Furnishing& furnishing, Timestamp now, std::ostream& out) {
  const Hash& ledger = furnishing.ledger;
  const SigningKey mayor = KeyOf(Part::kMayor);
  const SigningKey counter = KeyOf(Part::kCounter);
  const auto by_mayor = [&](const Payload& payload) {
    out << Envelope(HeaderFor(ledger, mayor, now), payload, {&mayor}) << '\n';
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
    out << Envelope(HeaderFor(ledger, counter, now),
                    AccountOpen{shop.public_key(), AccountKind::kShop, Custody::kHolder, false},
                    {&counter, &shop})
        << '\n';
  }
  WriteInParallel(
      furnishing.participants,
      [&](uint64_t i) {
        const SigningKey participant = KeyOf(Part::kParticipant, i);
        return OpenSelf(ledger, participant, now) + '\n' +
               ChargeOf(ledger, participant, furnishing.charge, now);
      },
      out);
}

void WritePayments(const Payments& payments, Timestamp now, std::ostream& out) {
  WriteInParallel(
      payments.count,
      [&](uint64_t i) {
        const uint64_t turn = payments.round * payments.count + i;
        const uint64_t shop = payments.shape == Shape::kHot ? 0 : turn % payments.shops;
        if (payments.shape == Shape::kOpening) {
          const SigningKey wallet = KeyOf(Part::kParticipant, payments.participants + i);
          return OpenSelf(payments.ledger, wallet, now) + '\n' +
                 ChargeOf(payments.ledger, wallet, 1, now) + '\n' +
                 PayOf(payments.ledger, wallet, shop, now);
        }
        const SigningKey payer = KeyOf(Part::kParticipant, turn * kStride % payments.participants);
        return payments.shape == Shape::kCapture ? CaptureOf(payments.ledger, payer, shop, now)
                                                 : PayOf(payments.ledger, payer, shop, now);
      },
      out);
}

}  // namespace enishi::bench
