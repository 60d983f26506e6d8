#include "ledger/service/start/recovery.h"

#include <algorithm>
#include <utility>

#include "ledger/instruction/leaf.h"
#include "ledger/merkle/checkpoint.h"
#include "ledger/merkle/tree.h"
#include "ledger/rules/apply.h"
#include "ledger/service/publish/tiles.h"

namespace enishi {
namespace {

// Entries whose rows are written in one batch.
constexpr uint64_t kEntriesAtOnce = 4096;

StorageFailure Wrong(uint64_t index, std::string_view what) {
  return {"entry " + std::to_string(index) + " of the log " + std::string(what)};
}

Result<Leaf, StorageFailure> LeafOf(uint64_t index, const StoredEntry& entry) {
  auto leaf = DecodeLeaf(entry.leaf);
  if (!leaf) return Wrong(index, "does not decode: " + leaf.error().message);
  return *std::move(leaf);
}

Result<std::optional<Hash>, StorageFailure> LedgerHash(const Log& log) {
  if (log.size() == 0) return std::optional<Hash>();
  const auto genesis = log.Read(0);
  if (!genesis) return genesis.error();
  return std::optional(LeafHash(genesis->leaf));
}

// Applies one entry to the state, as the write path did when it accepted the entry.
Result<Unit, StorageFailure> ApplyAgain(Overlay& overlay, const Hash& ledger, uint64_t index,
                                        const StoredEntry& entry) {
  auto leaf = LeafOf(index, entry);
  if (!leaf) return leaf.error();
  const auto instruction = ReadBody(leaf->body, leaf->signatures);
  if (!instruction) return Wrong(index, "has a body that cannot be read");
  const Context context{overlay, index == 0 ? Hash{} : ledger, leaf->committed_at};
  const auto outcome = Apply(context, *instruction);
  if (!outcome) {
    return Wrong(index, "is refused: " + std::string(ReasonName(outcome.error().reason)));
  }
  const std::string outcome_bytes = EncodeOutcome(*outcome);
  if (Sha256({outcome_bytes}) != leaf->outcome_hash) {
    return Wrong(index, "has another outcome than its leaf names");
  }
  if (outcome_bytes != entry.outcome) return Wrong(index, "is kept with another outcome");
  const Links links = Fold(overlay, index, instruction->header, *outcome);
  if (links != entry.links) return Wrong(index, "is kept with other links");
  return Unit{};
}

Result<Unit, StorageFailure> ReplayTail(const Log& log, State& state) {
  const auto ledger = LedgerHash(log);
  if (!ledger) return ledger.error();
  const uint64_t size = log.size();
  while (state.applied_size() < size) {
    const uint64_t first = state.applied_size();
    const uint64_t count = std::min(size - first, kEntriesAtOnce);
    Overlay overlay(state.latest());
    Result<Unit, StorageFailure> applied = Unit{};
    auto read = log.ReadRange(first, count, [&](uint64_t index, const StoredEntry& entry) {
      applied = ApplyAgain(overlay, **ledger, index, entry);
      return applied.has_value();
    });
    if (!read) return read;
    if (!state.failure().empty()) return StorageFailure{state.failure()};
    if (!applied) return applied;
    if (auto written = state.Write(overlay.rows(), first + count); !written) return written;
  }
  return Unit{};
}

// The two stored heads, and their names in messages.
struct LastHeads {
  Head in_log;
  Head beside;
};

constexpr std::string_view kInLog = "the last head in the log";
constexpr std::string_view kBeside = "the last head in the file \"head\"";
constexpr std::string_view kMendTheFile =
    "; put the newest checkpoint of this ledger that anybody kept into that file, or a backup's";

Result<Head, StorageFailure> ReadHead(std::string_view which, std::string note) {
  if (note.empty()) return Head{};
  const StorageFailure damaged{std::string(which) + " is damaged" +
                               std::string(which == kBeside ? kMendTheFile : "")};
  const auto parsed = ParseNote(note);
  if (!parsed) return damaged;
  const auto checkpoint = ParseCheckpoint(parsed->text);
  if (!checkpoint) return damaged;
  return Head{.note = std::move(note), .size = checkpoint->size};
}

Result<LastHeads, StorageFailure> ReadHeads(const Log& log, HeadStore& heads) {
  auto in_log = log.LastHead();
  if (!in_log) return in_log.error();
  auto beside = heads.Last();
  if (!beside) return StorageFailure{beside.error().message + std::string(kMendTheFile)};
  if (!*beside) {
    // Only a new ledger has no such file: it is written before anything else.
    if (log.size() > 0 || !in_log->empty()) {
      return StorageFailure{"there is a log and no file \"head\" with its last head" +
                            std::string(kMendTheFile)};
    }
    if (auto stored = heads.Store(""); !stored) return stored.error();
  }
  auto first = ReadHead(kInLog, *std::move(in_log));
  if (!first) return first.error();
  auto second = ReadHead(kBeside, (*beside).value_or(""));
  if (!second) return second.error();
  for (const Head* head : {&*first, &*second}) {
    if (head->size <= log.size()) continue;
    return StorageFailure{"the log has " + std::to_string(log.size()) +
                          " entries, fewer than the " + std::to_string(head->size) +
                          " of its last head; it has lost entries or is an old copy"};
  }
  return LastHeads{*std::move(first), *std::move(second)};
}

Result<Unit, StorageFailure> CheckHead(const State& state, std::string_view which, const Head& head,
                                       const LedgerRow& ledger) {
  if (head.note.empty()) return Unit{};
  const auto checkpoint =
      OpenCheckpoint(head.note, CheckpointVerifier(ledger.origin, ledger.log_key));
  if (!checkpoint) {
    return StorageFailure{std::string(which) + ": " + std::string(Describe(checkpoint.error())) +
                          std::string(which == kBeside ? kMendTheFile : "")};
  }
  TileTree tree(TilesOf(state));
  const auto root = RootFrom(head.size, tree);
  if (!root) return StorageFailure{"the tree: " + root.error().message};
  if (*root != checkpoint->root) {
    return StorageFailure{"the log is not the one of its last head: the first " +
                          std::to_string(head.size) + " entries have another root"};
  }
  return Unit{};
}

// Returns the newer head. A crash between the two stores leaves the file ahead of the log. A file
// behind the log was put back by an operator and is updated.
Result<Head, StorageFailure> CheckHeads(const State& state, const LastHeads& last, HeadStore& heads,
                                        const LedgerRow& ledger) {
  if (auto checked = CheckHead(state, kInLog, last.in_log, ledger); !checked) {
    return checked.error();
  }
  if (auto checked = CheckHead(state, kBeside, last.beside, ledger); !checked) {
    return checked.error();
  }
  if (last.beside.size >= last.in_log.size) return last.beside;
  if (auto stored = heads.Store(last.in_log.note); !stored) return stored.error();
  return last.in_log;
}

Result<Unit, StorageFailure> CheckLedger(const LedgerRow& ledger, const LedgerIdentity& identity) {
  if (ledger.origin != identity.origin) return StorageFailure{"the genesis names another origin"};
  if (ledger.clock != identity.clock) return StorageFailure{"the genesis names another clock"};
  if (ledger.log_key != identity.log_key)
    return StorageFailure{"the genesis names another log key"};
  if (ledger.service_key != identity.service_key) {
    return StorageFailure{"the genesis names another service key"};
  }
  if (ledger.rules > kRulesVersion) {
    return StorageFailure{"the ledger has rules of version " + std::to_string(ledger.rules) +
                          ", which this program does not know"};
  }
  return Unit{};
}

}  // namespace

Result<Unit, StorageFailure> CatchUp(const Log& log, State& state) {
  const uint64_t ahead = std::max(state.applied_size(), state.tree_size());
  if (ahead > log.size()) {
    return StorageFailure{"the log has " + std::to_string(log.size()) +
                          " entries, and the state was made from " + std::to_string(ahead)};
  }
  if (auto replayed = ReplayTail(log, state); !replayed) return replayed;
  FreshLeaves none;
  return GrowTiles(log, none, state, log.size());
}

Result<RecoveredState, StorageFailure> Recover(const Log& log, HeadStore& heads, State& state,
                                               const LedgerIdentity& identity) {
  RecoveredState standing;
  const auto last_heads = ReadHeads(log, heads);
  if (!last_heads) return last_heads.error();
  const bool behind = state.applied_size() < log.size();
  if (auto caught_up = CatchUp(log, state); !caught_up) return caught_up.error();
  // If the service crashes again soon, the same tail is not replayed again.
  if (behind) {
    if (auto flushed = state.Flush(); !flushed) return flushed.error();
  }
  if (log.size() == 0) return standing;

  const auto ledger = Find<LedgerRow>(state.latest(), {});
  // A row that could not be read looks like an absent one.
  if (!state.failure().empty()) return StorageFailure{state.failure()};
  if (!ledger) return StorageFailure{"the state has no ledger row"};
  if (auto checked = CheckLedger(*ledger, identity); !checked) return checked.error();
  auto head = CheckHeads(state, *last_heads, heads, *ledger);
  if (!head) return head.error();
  standing.head = *std::move(head);
  const auto hash = LedgerHash(log);
  if (!hash) return hash.error();
  standing.ledger = *hash;
  const auto last = log.Read(log.size() - 1);
  if (!last) return last.error();
  const auto leaf = LeafOf(log.size() - 1, *last);
  if (!leaf) return leaf.error();
  standing.last_committed_at = leaf->committed_at;
  return standing;
}

}  // namespace enishi
