#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <thread>

#include "ledger/service/write/committer.h"

namespace enishi {

/// One bounded queue and two threads. One decides what waits into the next batch, for as long as
/// the other still commits the batch before: the slower the disk, the larger the batches.
class Sequencer {
 public:
  struct Limits {
    size_t queue_max = 0;
    size_t batch_max = 0;
  };
  /// Starts its threads; throws std::system_error if the system refuses one. The committer must
  /// outlive it.
  Sequencer(Committer& committer, Limits limits);
  ~Sequencer();
  Sequencer(const Sequencer&) = delete;
  Sequencer& operator=(const Sequencer&) = delete;

  /// Any thread. Answers before it returns when the queue is full or the sequencer stops.
  void Submit(Pending pending);
  /// Commits and answers what waits, then ends the threads. May be called more than once.
  void Stop();
  /// How many instructions wait.
  [[nodiscard]] size_t waiting() const;

 private:
  void DecideAll();
  void CommitAll();
  [[nodiscard]] bool IsWorthWaking() const;
  std::vector<Pending> TakeUpTo(size_t count);

  Committer& committer_;
  const Limits limits_;
  mutable std::mutex mutex_;
  std::condition_variable decider_;  // the queue has grown, the commit is done, or it stops
  std::deque<Pending> queue_;
  bool stopping_ = false;
  std::condition_variable committing_;     // there is a batch to commit, or no more will come
  Committer::Batch* to_commit_ = nullptr;  // of the deciding thread; null when it is finished
  bool decided_all_ = false;
  std::mutex stop_mutex_;
  std::thread deciding_thread_;
  std::thread committing_thread_;
};

}  // namespace enishi
