#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "ledger/keys/keys.h"
#include "ledger/service/ledger_service.h"

namespace enishi {

/// Moves expired lots, in chunks, by instructions that the service's key signs and that go through
/// the ordinary queue. Checks for work at its start, on Wake, and when a day begins in Tokyo. The
/// result does not depend on when a sweep runs: the rules compare expiry with the time.
class Sweeper {
 public:
  /// Has no thread until Start. Both arguments must outlive it.
  Sweeper(LedgerService& service, const SigningKey& service_key);
  ~Sweeper();
  Sweeper(const Sweeper&) = delete;
  Sweeper& operator=(const Sweeper&) = delete;

  void Start();
  /// Checks once and sweeps all expired lots. The thread calls this; a test may call it instead of
  /// starting the thread.
  void Look();
  /// Makes the thread check now, because the ledger's time may have moved. Any thread; never
  /// blocks.
  void Wake();
  /// Ends the thread after the answer that it waits for. May be called more than once.
  void Stop();
  /// Whether expired lots had yet to be moved at the last check.
  [[nodiscard]] bool sweeping() const { return sweeping_; }

 private:
  void Run();
  void SweepAll();
  [[nodiscard]] bool HasWork() const;
  Answer SubmitOne(const Hash& ledger);
  [[nodiscard]] bool is_stopping() const;

  LedgerService& service_;
  const SigningKey& key_;
  std::optional<Date> swept_;  // the day swept completely; for the sweeping thread only
  std::atomic<bool> sweeping_ = true;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool woken_ = true;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace enishi
