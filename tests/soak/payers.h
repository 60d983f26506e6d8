#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "ledger/instruction/instruction.h"
#include "tests/bench/workload.h"
#include "tests/soak/acknowledgements.h"
#include "tests/soak/problems.h"
#include "wallet-cli/client/client.h"

namespace enishi::soak {

/// The port of the service, which changes with every start.
class Address {
 public:
  void Set(uint16_t port) { port_ = port; }
  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  std::atomic<uint16_t> port_ = 0;
};

/// Participants and tills that pay without a pause, each over its own connection. A payer without
/// an answer sends the same bytes again until it gets one.
class Payers {
 public:
  struct Options {
    bench::Payments payments;  // ledger, participants and shops
    uint64_t singles = 24;     // payers that pay one by one
    uint64_t tills = 2;        // tills that send batches
    uint64_t lines = 100;      // in a till's batch
  };
  Payers(const Options& options, const Address& address, Acknowledgements& acknowledgements,
         Problems& problems);
  ~Payers();
  Payers(const Payers&) = delete;
  Payers& operator=(const Payers&) = delete;

  /// Waits for the answers of pending payments and stops.
  void Finish();

  /// Attempts without an answer, or with one that decides nothing.
  [[nodiscard]] uint64_t unanswered() const { return unanswered_; }
  /// Payments found accepted by a later answer to the same bytes.
  [[nodiscard]] uint64_t found_again() const { return found_again_; }

 private:
  class Connection;
  void PayOn(uint64_t payer, uint64_t lines);
  bool Decided(const Tried<std::vector<LineAnswer>>& answers);
  void Record(const std::vector<Instruction>& payments, const std::vector<LineAnswer>& answers);

  const Options options_;
  const Address& address_;
  Acknowledgements& acknowledgements_;
  Problems& problems_;
  std::atomic<bool> finishing_ = false;
  std::atomic<uint64_t> unanswered_ = 0;
  std::atomic<uint64_t> found_again_ = 0;
  std::vector<std::thread> threads_;
};

}  // namespace enishi::soak
