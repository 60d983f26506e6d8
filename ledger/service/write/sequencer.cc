#include "ledger/service/write/sequencer.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

namespace enishi {
namespace {

// A wake-up costs about as much as deciding one instruction.
constexpr size_t kWorthWaking = 48;

}  // namespace

Sequencer::Sequencer(Committer& committer, Limits limits) : committer_(committer), limits_(limits) {
  CHECK(limits_.queue_max > 0 && limits_.batch_max > 0);
  try {
    deciding_thread_ = std::thread([this] { DecideAll(); });
    committing_thread_ = std::thread([this] { CommitAll(); });
  } catch (...) {
    Stop();  // a thread that was started must not outlive this object
    throw;
  }
}

Sequencer::~Sequencer() { Stop(); }

void Sequencer::Submit(Pending pending) {
  Unavailable why = Unavailable::kStopping;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!stopping_ && queue_.size() < limits_.queue_max) {
      queue_.push_back(std::move(pending));
      if (IsWorthWaking()) decider_.notify_one();
      return;
    }
    if (!stopping_) why = Unavailable::kQueueFull;
  }
  pending.done(why);
}

// While a batch is being committed nothing is gained by deciding instructions one by one.
bool Sequencer::IsWorthWaking() const {
  return to_commit_ == nullptr ? !queue_.empty() : queue_.size() >= kWorthWaking;
}

std::vector<Pending> Sequencer::TakeUpTo(size_t count) {
  const auto taken = static_cast<std::ptrdiff_t>(std::min(queue_.size(), count));
  std::vector<Pending> pending(std::make_move_iterator(queue_.begin()),
                               std::make_move_iterator(queue_.begin() + taken));
  queue_.erase(queue_.begin(), queue_.begin() + taken);
  return pending;
}

void Sequencer::DecideAll() {
  Committer::BatchPtr flying;  // what the other thread commits, or has committed
  Committer::BatchPtr open;    // what is decided on top of it
  std::unique_lock<std::mutex> lock(mutex_);
  while (true) {
    const size_t size = open ? Committer::SizeOf(*open) : 0;
    const auto has_work = [&] {
      const bool can_decide = IsWorthWaking() && size < limits_.batch_max;
      const bool can_commit = size > 0 && to_commit_ == nullptr;
      return can_decide || can_commit || (stopping_ && queue_.empty() && size == 0);
    };
    decider_.wait(lock, has_work);
    if (queue_.empty() && size == 0) break;
    auto pending = TakeUpTo(limits_.batch_max - size);
    lock.unlock();
    if (!open) open = committer_.Open(flying.get());
    committer_.Decide(*open, std::move(pending));
    lock.lock();
    if (to_commit_ != nullptr) continue;
    if (flying) committer_.Settle(*flying, *open);
    flying = std::exchange(open, {});
    to_commit_ = flying.get();
    committing_.notify_one();
  }
  decided_all_ = true;
  committing_.notify_one();
  // The last batch goes only when it is committed.
  decider_.wait(lock, [&] { return to_commit_ == nullptr; });
}

void Sequencer::CommitAll() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (true) {
    committing_.wait(lock, [&] { return to_commit_ != nullptr || decided_all_; });
    if (to_commit_ == nullptr) return;
    Committer::Batch& batch = *to_commit_;
    lock.unlock();
    committer_.Finish(batch);
    lock.lock();
    to_commit_ = nullptr;
    decider_.notify_one();
  }
}

void Sequencer::Stop() {
  const std::lock_guard<std::mutex> stop_lock(stop_mutex_);
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  decider_.notify_one();
  if (deciding_thread_.joinable()) deciding_thread_.join();
  if (committing_thread_.joinable()) committing_thread_.join();
}

size_t Sequencer::waiting() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return queue_.size();
}

}  // namespace enishi
