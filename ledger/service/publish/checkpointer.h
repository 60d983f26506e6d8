#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "ledger/keys/keys.h"
#include "ledger/log/head_store.h"
#include "ledger/log/log.h"
#include "ledger/service/publish/fresh_leaves.h"
#include "ledger/service/recovered_state.h"
#include "ledger/state/state.h"
#include "ledger/storage/failure_latch.h"

namespace enishi {

/// Publishes heads in a fixed order: entries durable, tiles readable, head signed, head stored in
/// its own file, then in the log, head published. So the log can prove every published head after
/// any crash, and no two heads of one size are ever signed.
class Checkpointer {
 public:
  struct Parts {
    Log& log;
    FreshLeaves& fresh;
    HeadStore& heads;
    State& state;
    FailureLatch& failure;
    const SigningKey& key;
  };
  /// Publishes `last`, the head that was stored last, again. Has no thread until Start. Everything
  /// that the parts refer to must outlive it.
  Checkpointer(const Parts& parts, Head last);
  ~Checkpointer();
  Checkpointer(const Checkpointer&) = delete;
  Checkpointer& operator=(const Checkpointer&) = delete;

  /// Signs and publishes a head over all entries. Does nothing if the last head covers them all or
  /// if there is no genesis yet. Latches a failure and signs nothing after it. One
  /// thread.
  void Publish();

  void Start(std::chrono::milliseconds every);
  /// Publishes a last head and ends the thread. May be called more than once.
  void Stop();

  /// The newest published head. Any thread.
  [[nodiscard]] Head head() const;

 private:
  Result<Unit, StorageFailure> TryPublish();

  Parts parts_;
  bool failed_ = false;
  mutable std::mutex head_mutex_;
  Head head_;
  std::mutex mutex_;
  std::condition_variable stop_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace enishi
