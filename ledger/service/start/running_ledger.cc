#include "ledger/service/start/running_ledger.h"

#include <utility>

#include "ledger/merkle/tile.h"
#include "ledger/rules/apply.h"
#include "ledger/service/publish/tiles.h"
#include "ledger/service/start/recovery.h"

namespace enishi {

Result<std::unique_ptr<LedgerService>, StorageFailure> RunningLedger::Open(const Options& options,
                                                                           Stores stores,
                                                                           Keys keys) {
  const LedgerIdentity identity{.origin = options.origin,
                                .clock = options.clock,
                                .log_key = keys.log.public_key(),
                                .service_key = keys.service.public_key(),
                                .administrators = options.administrators};
  const auto standing = Recover(*stores.log, *stores.heads, *stores.state, identity);
  if (!standing) return standing.error();
  const auto epoch = stores.log->BeginEpoch();
  if (!epoch) return epoch.error();
  return std::unique_ptr<LedgerService>(
      new RunningLedger(options, std::move(stores), std::move(keys), identity, *standing, *epoch));
}

RunningLedger::RunningLedger(const Options& options, Stores stores, Keys keys,
                             LedgerIdentity identity, const RecoveredState& standing,
                             uint64_t epoch)
    : stores_(std::move(stores)),
      keys_(std::move(keys)),
      identity_(std::move(identity)),
      clock_({.wall = options.wall_clock, .monotonic_ms = options.monotonic_ms}),
      ahead_(*stores_.state),
      committer_(CommitterParts(epoch), standing),
      checkpointer_({.log = *stores_.log,
                     .fresh = fresh_,
                     .heads = *stores_.heads,
                     .state = *stores_.state,
                     .failure = failure_,
                     .key = keys_.log},
                    standing.head),
      sweeper_(*this, keys_.service),
      sequencer_(committer_, {.queue_max = options.queue_max, .batch_max = options.batch_max}) {
  const auto row = Find<LedgerRow>(stores_.state->latest(), {});
  if (row && row->clock == ClockMode::kReal) {
    const auto jump =
        WallClock::FindJump(clock_.Now(), standing.last_committed_at, options.accept_clock);
    if (jump) failure_.Set(*jump);
  }
  committer_.on_ledger_changed = [this] { sweeper_.Wake(); };
  checkpointer_.Start(options.checkpoint_every);
  // The first that submits: everything above is in place.
  sweeper_.Start();
}

Committer::Parts RunningLedger::CommitterParts(uint64_t epoch) {
  return {.log = *stores_.log,
          .fresh = fresh_,
          .state = *stores_.state,
          .clock = clock_,
          .failure = failure_,
          .epoch = epoch,
          .identity = identity_};
}

RunningLedger::~RunningLedger() { Stop(); }

void RunningLedger::Submit(Instruction instruction, std::function<void(Answer)> done) {
  RowsAhead ahead = ahead_.Read(PrefetchKeys(instruction));
  sequencer_.Submit({std::move(instruction), std::move(done), std::move(ahead)});
}

void RunningLedger::ReadAt(const std::function<void(const View&, uint64_t)>& read) const {
  stores_.state->ReadAt(read);
}

std::optional<std::string> RunningLedger::Tile(uint32_t level, uint64_t number,
                                               uint32_t width) const {
  if (!TileIsWithin({.level = level, .number = number, .width = width},
                    checkpointer_.head().size)) {
    return std::nullopt;
  }
  auto hashes = stores_.state->ReadTile({.level = level, .number = number});
  const size_t bytes = width * sizeof(Hash);
  if (!hashes || hashes->size() < bytes) {
    const std::string why = hashes ? "a tile is cut short" : hashes.error().message;
    failure_.Set("the tree: under the published head: " + why);
    return std::nullopt;
  }
  hashes->resize(bytes);
  return *std::move(hashes);
}

std::optional<std::vector<Hash>> RunningLedger::Proof(Parsed<std::vector<Hash>> proof) const {
  if (proof) return *std::move(proof);
  failure_.Set("the tree: " + proof.error().message);
  return std::nullopt;
}

std::optional<std::vector<Hash>> RunningLedger::Inclusion(uint64_t index, uint64_t size) const {
  if (index >= size || size > checkpointer_.head().size) return std::nullopt;
  TileTree tree(TilesOf(*stores_.state));
  return Proof(InclusionProof({.index = index, .size = size}, tree));
}

std::optional<std::vector<Hash>> RunningLedger::Consistency(uint64_t old_size,
                                                            uint64_t size) const {
  if (old_size > size || size > checkpointer_.head().size) return std::nullopt;
  TileTree tree(TilesOf(*stores_.state));
  return Proof(ConsistencyProof({.old_size = old_size, .new_size = size}, tree));
}

std::string RunningLedger::failure() const {
  if (failure_.is_set()) return failure_.text();
  if (std::string failure = stores_.log->failure(); !failure.empty()) return failure;
  return stores_.state->failure();
}

LedgerService::Counters RunningLedger::counters() const {
  const Committer::Counts& counts = committer_.counts();
  return {.accepted = counts.accepted,
          .repeated = counts.repeated,
          .rejected = counts.rejected,
          .commits = counts.commits,
          .queue = sequencer_.waiting(),
          .log_size = stores_.log->size(),
          .head_size = checkpointer_.head().size,
          .sweeping = sweeper_.sweeping(),
          .failures = stores_.state->failures()};
}

void RunningLedger::Stop() {
  const std::lock_guard<std::mutex> lock(stop_mutex_);
  if (std::exchange(stopped_, true)) return;
  sweeper_.Stop();
  sequencer_.Stop();
  checkpointer_.Stop();
  if (!failure().empty()) return;
  if (auto flushed = stores_.state->Flush(); !flushed) failure_.Set(flushed.error().message);
}

}  // namespace enishi
