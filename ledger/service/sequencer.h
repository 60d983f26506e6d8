#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <thread>

#include "ledger/service/committer.h"

namespace enishi {

/// One bounded queue and one thread that takes as much as waits, up to a limit, and commits it at
/// once: the slower the disk, the larger the batches.
class Sequencer {
 public:
  struct Limits {
    size_t queue_max = 0;
    size_t batch_max = 0;
  };
  /// Starts its thread. The committer must outlive it.
  Sequencer(Committer& committer, Limits limits);
  ~Sequencer();
  Sequencer(const Sequencer&) = delete;
  Sequencer& operator=(const Sequencer&) = delete;

  /// Any thread. Answers before it returns when the queue is full or the sequencer stops.
  void Submit(Pending pending);
  /// Commits and answers what waits, then ends the thread. May be called more than once.
  void Stop();
  /// How many instructions wait.
  [[nodiscard]] size_t waiting() const;

 private:
  void Run();

  Committer& committer_;
  const Limits limits_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Pending> queue_;
  bool stopping_ = false;
  std::mutex stop_mutex_;
  std::thread thread_;
};

}  // namespace enishi
