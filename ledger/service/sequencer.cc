#include "ledger/service/sequencer.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

namespace enishi {

Sequencer::Sequencer(Committer& committer, Limits limits)
    : committer_(committer), limits_(limits), thread_([this] { Run(); }) {
  CHECK(limits_.queue_max > 0 && limits_.batch_max > 0);
}

Sequencer::~Sequencer() { Stop(); }

void Sequencer::Submit(Pending pending) {
  Unavailable why = Unavailable::kStopping;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!stopping_ && queue_.size() < limits_.queue_max) {
      queue_.push_back(std::move(pending));
      changed_.notify_one();
      return;
    }
    if (!stopping_) why = Unavailable::kQueueFull;
  }
  pending.done(why);
}

void Sequencer::Run() {
  while (true) {
    std::vector<Pending> batch;
    {
      std::unique_lock<std::mutex> lock(mutex_);
      changed_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
      const auto count = static_cast<std::ptrdiff_t>(std::min(queue_.size(), limits_.batch_max));
      batch.reserve(static_cast<size_t>(count));
      std::move(queue_.begin(), queue_.begin() + count, std::back_inserter(batch));
      queue_.erase(queue_.begin(), queue_.begin() + count);
    }
    committer_.Step(std::move(batch));
  }
}

void Sequencer::Stop() {
  const std::lock_guard<std::mutex> stop_lock(stop_mutex_);
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
}

size_t Sequencer::waiting() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return queue_.size();
}

}  // namespace enishi
