#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "ledger/keys/keys.h"
#include "ledger/service/ledger_service.h"

namespace enishi {

/// Moves lots whose time is over, in chunks, by instructions that the service's key signs and that
/// go through the ordinary queue. Looks at its start, when it is woken, and when a day begins in
/// Tokyo. Nothing hangs on how soon it is done: the rules compare with time.
class Sweeper {
 public:
  /// Without a thread until Start. Both must outlive it.
  Sweeper(LedgerService& service, const SigningKey& service_key);
  ~Sweeper();
  Sweeper(const Sweeper&) = delete;
  Sweeper& operator=(const Sweeper&) = delete;

  void Start();
  /// Looks once, and sweeps where there is something to sweep. What the thread does each time; for
  /// a caller in its place.
  void Look();
  /// The ledger's time may have moved. Any thread; quick.
  void Wake();
  /// Ends the thread, after the answer it waits for. May be called more than once.
  void Stop();
  /// Whether expired lots are still to be moved, as far as is known.
  [[nodiscard]] bool sweeping() const { return sweeping_; }

 private:
  void Run();
  void SweepAll();
  [[nodiscard]] bool HasWork() const;
  Answer SubmitOne(const Hash& ledger);
  [[nodiscard]] bool is_stopping() const;

  LedgerService& service_;
  const SigningKey& key_;
  std::optional<Date> swept_;  // the day on which nothing was left; of the thread that looks
  std::atomic<bool> sweeping_ = true;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool woken_ = true;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace enishi
