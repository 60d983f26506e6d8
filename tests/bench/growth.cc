#include "tests/bench/growth.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <fstream>
#include <functional>
#include <iterator>
#include <mutex>
#include <nlohmann/json.hpp>
#include <vector>

#include "api/daemon/config.h"
#include "api/daemon/service_keys.h"
#include "ledger/service/ledger_service.h"
#include "ledger/service/start/open.h"
#include "tests/bench/load.h"
#include "tests/bench/workload.h"

namespace enishi::bench {
namespace {

constexpr uint64_t kChunk = 50'000;

// Submits instructions, with a limited number in flight, and keeps the first problem.
class Intake {
 public:
  explicit Intake(LedgerService& service) : service_(service) {}

  void Submit(Instruction instruction) {
    {
      std::unique_lock lock(mutex_);
      has_room_.wait(lock, [&] { return waiting_ < kWaitingMax; });
      ++waiting_;
    }
    service_.Submit(std::move(instruction), [this](const Answer& answer) {
      const std::lock_guard lock(mutex_);
      if (const auto* rejection = std::get_if<Rejection>(&answer)) {
        problem_ = "refused: " + std::string(ReasonName(rejection->reason));
      } else if (std::holds_alternative<Unavailable>(answer)) {
        problem_ = "the ledger is read-only: " + service_.failure();
      }
      --waiting_;
      has_room_.notify_all();
    });
  }

  // Waits for all answers. Returns the first problem, or "".
  std::string Finish() {
    std::unique_lock lock(mutex_);
    has_room_.wait(lock, [&] { return waiting_ == 0; });
    return problem_;
  }

 private:
  static constexpr uint64_t kWaitingMax = 4096;
  LedgerService& service_;
  std::mutex mutex_;
  std::condition_variable has_room_;
  uint64_t waiting_ = 0;
  std::string problem_;
};

// Makes and submits `count` instructions in order.
std::string SubmitAll(Intake& intake, uint64_t count,
                      const std::function<std::vector<Instruction>(uint64_t)>& make) {
  for (uint64_t begin = 0; begin < count; begin += kChunk) {
    const uint64_t size = std::min(kChunk, count - begin);
    std::vector<std::vector<Instruction>> made(size);
    InParallel(size, [&](uint64_t i) { made[i] = make(begin + i); });
    for (auto& piece : made) {
      for (Instruction& one : piece) intake.Submit(std::move(one));
    }
    if (const std::string problem = intake.Finish(); !problem.empty()) return problem;
  }
  return {};
}

// The settings that `enishid serve` reads from the folder, so that the ledger grows as it would be
// served.
Result<LedgerService::Options, std::string> OptionsFor(const std::filesystem::path& folder) {
  const std::filesystem::path path = folder / Config::kFileName;
  std::ifstream file(path, std::ios::binary);
  if (!file) return path.string() + " cannot be read";
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  const auto config = ParseConfig(text, folder);
  if (!config) return path.string() + ": " + config.error().message;
  LedgerService::Options options;
  options.folder = config->folder;
  options.origin = config->origin;
  options.clock = config->clock;
  options.administrators = config->administrators;
  options.queue_max = config->queue_max;
  options.batch_max = config->batch_max;
  options.checkpoint_every = std::chrono::milliseconds(config->checkpoint_ms);
  options.wall_clock = Now;
  return options;
}

}  // namespace

Result<Json, std::string> Run(const Growth& growth) {
  const auto options = OptionsFor(growth.folder);
  if (!options) return options.error();
  auto passphrase = ReadServicePassphrase();
  if (!passphrase) return passphrase.error().message;
  auto keys = LoadServiceKeys(growth.folder, *passphrase);
  if (!keys) return keys.error();
  auto service = OpenLedger(*options, std::move(keys->log), std::move(keys->service));
  if (!service) return service.error().message;
  Intake intake(**service);
  const uint64_t began_us = MonotonicUs();
  const uint64_t first = growth.participants;
  std::string problem = SubmitAll(
      intake, growth.accounts - std::min(growth.accounts, first),
      [&](uint64_t i) { return NewParticipant(growth.ledger, first + i, growth.charge, Now()); });
  if (problem.empty()) {
    const uint64_t size = (*service)->counters().log_size;
    problem = SubmitAll(intake, growth.entries - std::min(growth.entries, size), [&](uint64_t i) {
      std::vector<Instruction> one;
      one.push_back(PaymentNumber(
          {growth.ledger, growth.accounts, growth.shops, 0, 0, Shape::kUniform}, i, Now()));
      return one;
    });
  }
  (*service)->Stop();
  if (!problem.empty()) return problem;
  return Json::object(
      {{"entries", (*service)->counters().log_size}, {"us", MonotonicUs() - began_us}});
}

}  // namespace enishi::bench
