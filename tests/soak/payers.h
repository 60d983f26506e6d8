#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "ledger/instruction/instruction.h"
#include "tests/bench/workload.h"
#include "tests/soak/problems.h"
#include "tests/soak/promises.h"
#include "wallet-cli/client/client.h"

namespace enishi::soak {

/// Where the service listens now; it changes with every start.
class Address {
 public:
  void Set(uint16_t port) { port_ = port; }
  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  std::atomic<uint16_t> port_ = 0;
};

/// People and tills that pay without a pause, each on a connection of its own. Who gets no answer
/// sends the same bytes until there is one.
class Payers {
 public:
  struct Options {
    bench::Payments payments;  // ledger, participants and shops
    uint64_t singles = 24;     // pay one by one
    uint64_t tills = 2;        // send many at once
    uint64_t lines = 100;      // that a till sends at once
  };
  Payers(const Options& options, const Address& address, Promises& promises, Problems& problems);
  ~Payers();
  Payers(const Payers&) = delete;
  Payers& operator=(const Payers&) = delete;

  /// Brings what is under way to its answer and ends.
  void Finish();

  /// Attempts that got no answer, or one that decides nothing.
  [[nodiscard]] uint64_t unanswered() const { return unanswered_; }
  /// Payments that had been accepted in such an attempt, as a later one was told.
  [[nodiscard]] uint64_t found_again() const { return found_again_; }

 private:
  class Connection;
  void PayOn(uint64_t payer, uint64_t lines);
  bool Decided(const Tried<std::vector<LineAnswer>>& answers);
  void Record(const std::vector<Instruction>& payments, const std::vector<LineAnswer>& answers);

  const Options options_;
  const Address& address_;
  Promises& promises_;
  Problems& problems_;
  std::atomic<bool> finishing_ = false;
  std::atomic<uint64_t> unanswered_ = 0;
  std::atomic<uint64_t> found_again_ = 0;
  std::vector<std::thread> threads_;
};

}  // namespace enishi::soak
