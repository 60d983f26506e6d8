#include "tests/bench/reads.h"

#include <algorithm>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>
#include <vector>

#include "tests/bench/load.h"
#include "tests/bench/workload.h"
#include "wallet-cli/client/client.h"

namespace enishi::bench {
namespace {

constexpr uint64_t kReaders = 16;

struct Waits {
  std::mutex mutex;
  std::vector<uint64_t> balance_us;
  std::vector<uint64_t> receipt_us;
  std::string problem;
};

// One wallet: a read is due every `every_us`, from `first_us` to `until_us`.
struct Pace {
  uint64_t first_us;
  uint64_t every_us;
  uint64_t until_us;
};

void ReadAsWallet(const Reading& reading, uint64_t participant, const Pace& pace, Waits& waits) {
  const auto fail = [&](const std::string& problem) {
    const std::lock_guard lock(waits.mutex);
    waits.problem = problem;
  };
  auto transport = Connect(reading.url);
  if (!transport) return fail("cannot connect");
  Client client(**transport);
  SigningKey key = KeyOf(Part::kParticipant, participant);
  const AccountId account = AccountId::FromKey(key.public_key());
  const KeyEntry holder{"reader", account, std::move(key)};
  const std::string path = "/v1/accounts/" + account.ToString();
  const auto history = client.Get(path + "/history?limit=1", &holder);
  if (!history) return fail(history.error().detail.en);
  const Json* entries = Find(*history, "entries");
  if (entries == nullptr || AsArray(*entries) == nullptr || AsArray(*entries)->empty()) {
    return fail("a reader has no entries");
  }
  const std::string receipt =
      "/v1/entries/" + std::to_string(IntegerOf(AsArray(*entries)->front(), "index")) + "/receipt";
  std::vector<uint64_t> balance_us;
  std::vector<uint64_t> receipt_us;
  bool wants_balance = true;
  for (uint64_t due_us = pace.first_us; due_us < pace.until_us; due_us += pace.every_us) {
    const uint64_t now_us = MonotonicUs();
    if (now_us < due_us) std::this_thread::sleep_for(std::chrono::microseconds(due_us - now_us));
    if (!client.Get(wants_balance ? path + "/lots" : receipt, &holder)) {
      return fail("a read was refused");
    }
    (wants_balance ? balance_us : receipt_us).push_back(MonotonicUs() - due_us);
    wants_balance = !wants_balance;
  }
  const std::lock_guard lock(waits.mutex);
  waits.balance_us.insert(waits.balance_us.end(), balance_us.begin(), balance_us.end());
  waits.receipt_us.insert(waits.receipt_us.end(), receipt_us.begin(), receipt_us.end());
}

}  // namespace

Result<Json, std::string> Run(const Reading& reading) {
  Waits waits;
  std::vector<std::thread> readers;
  const uint64_t every_us = kReaders * 1'000'000 / std::max<uint64_t>(1, reading.per_second);
  // Enough time for all wallets to log in.
  const uint64_t begin_us = MonotonicUs() + 500'000;
  for (uint64_t i = 0; i < kReaders; ++i) {
    const Pace pace{begin_us + i * every_us / kReaders, every_us, begin_us + reading.ms * 1000};
    const uint64_t participant = i * std::max<uint64_t>(1, reading.participants / kReaders);
    readers.emplace_back(
        [&reading, &waits, pace, participant] { ReadAsWallet(reading, participant, pace, waits); });
  }
  for (std::thread& reader : readers) reader.join();
  if (!waits.problem.empty()) return waits.problem;
  return Json::object({{"reads", uint64_t{waits.balance_us.size() + waits.receipt_us.size()}},
                       {"balance_us", Percentiles(waits.balance_us)},
                       {"receipt_us", Percentiles(waits.receipt_us)}});
}

}  // namespace enishi::bench
