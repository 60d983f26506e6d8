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

/// Publishes heads, in an order that a crash cannot turn round: entries durable, tiles readable,
/// head signed, stored beside the log and in it, head published. So a head that anyone has seen is
/// one that the log can prove after any crash, and no two heads of one size are ever signed.
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
  /// Begins with the head that was stored last, which is published again. Without a thread until
  /// Start. What the parts refer to must outlive it.
  Checkpointer(const Parts& parts, Head last);
  ~Checkpointer();
  Checkpointer(const Checkpointer&) = delete;
  Checkpointer& operator=(const Checkpointer&) = delete;

  /// Signs and publishes a head of all entries there are; nothing to do when the last one has them
  /// all or there is no genesis yet. What fails is latched, and nothing is signed after it. One
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
