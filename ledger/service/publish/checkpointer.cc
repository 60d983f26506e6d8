#include "ledger/service/publish/checkpointer.h"

#include <utility>

#include "ledger/merkle/checkpoint.h"
#include "ledger/rules/state/rows.h"
#include "ledger/service/publish/tiles.h"

namespace enishi {

Checkpointer::Checkpointer(const Parts& parts, Head last) : parts_(parts), head_(std::move(last)) {}

Checkpointer::~Checkpointer() { Stop(); }

void Checkpointer::Publish() {
  if (failed_) return;
  if (auto published = TryPublish(); !published) {
    failed_ = true;
    parts_.failure.Set(published.error().message);
  }
}

Result<Unit, StorageFailure> Checkpointer::TryPublish() {
  const uint64_t size = parts_.log.size();
  if (size <= head().size) return Unit{};
  std::optional<LedgerRow> ledger;
  parts_.state.Read([&](const View& view) { ledger = Find<LedgerRow>(view, {}); });
  // The genesis is appended and its rows are not written yet.
  if (!ledger) return Unit{};
  if (auto grown = GrowTiles(parts_.log, parts_.fresh, parts_.state, size); !grown) return grown;
  // Computes the root from the stored tiles, so that every signed head can be proved.
  TileTree tree(TilesOf(parts_.state));
  const auto root = RootFrom(size, tree);
  if (!root) return StorageFailure{"the tree: " + root.error().message};
  Head head{
      .note = SignCheckpoint({.origin = ledger->origin, .size = size, .root = *root}, parts_.key),
      .size = size};
  // The file first, because a log that loses its tail also loses the head in it.
  if (auto stored = parts_.heads.Store(head.note); !stored) return stored;
  if (auto stored = parts_.log.StoreHead(head.note); !stored) return stored;
  const std::lock_guard<std::mutex> lock(head_mutex_);
  head_ = std::move(head);
  return Unit{};
}

void Checkpointer::Start(std::chrono::milliseconds every) {
  CHECK(!thread_.joinable());
  thread_ = std::thread([this, every] {
    std::unique_lock<std::mutex> lock(mutex_);
    while (!stopping_) {
      lock.unlock();
      Publish();
      lock.lock();
      stop_.wait_for(lock, every, [this] { return stopping_; });
    }
  });
}

void Checkpointer::Stop() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  stop_.notify_one();
  if (!thread_.joinable()) return;
  thread_.join();
  Publish();
}

Head Checkpointer::head() const {
  const std::lock_guard<std::mutex> lock(head_mutex_);
  return head_;
}

}  // namespace enishi
