#include "tests/api/memory_service.h"

#include <gtest/gtest.h>

#include "ledger/core/merkle/checkpoint.h"
#include "ledger/core/merkle/tile.h"

namespace enishi::testing {
namespace {

/// Computes nodes from the leaf hashes by the definition.
class LeafNodes : public HashSource {
 public:
  explicit LeafNodes(const std::vector<Hash>& leaves) : leaves_(leaves) {}
  Parsed<Hash> NodeAt(NodeId node) override {
    if (node.level == 0) return leaves_.at(node.index);
    const auto left = NodeAt({node.level - 1, 2 * node.index});
    const auto right = NodeAt({node.level - 1, 2 * node.index + 1});
    return NodeHash(*left, *right);
  }

 private:
  const std::vector<Hash>& leaves_;
};

}  // namespace

AppendResult MemoryService::MemoryLog::Append(uint64_t /*epoch*/, uint64_t expected_size,
                                              std::span<const StoredEntry> more) {
  if (expected_size != entries.size()) return AppendResult::kRefused;
  entries.insert(entries.end(), more.begin(), more.end());
  return AppendResult::kAppended;
}

Result<StoredEntry, StorageFailure> MemoryService::MemoryLog::Read(uint64_t index) const {
  if (index >= entries.size()) return StorageFailure{"no such entry"};
  return entries[index];
}

Result<Unit, StorageFailure> MemoryService::MemoryLog::ReadRange(
    uint64_t first, uint64_t count,
    const std::function<bool(uint64_t, const StoredEntry&)>& visit) const {
  for (uint64_t index = first; index < first + count; ++index) {
    if (index >= entries.size()) return StorageFailure{"no such entry"};
    if (!visit(index, entries[index])) break;
  }
  return Unit{};
}

Result<Unit, StorageFailure> MemoryService::MemoryLog::StoreHead(const std::string&) {
  return Unit{};
}
Result<std::string, StorageFailure> MemoryService::MemoryLog::LastHead() const {
  return std::string();
}

MemoryService::MemoryService() : state_(nothing_) {
  Town town;
  identity_ = {.origin = *Origin::Parse("town.example/ledger"),
               .clock = ClockMode::kSimulated,
               .log_key = town.Key("log").public_key(),
               .service_key = town.Key("service").public_key(),
               .administrators = {}};
}

void MemoryService::Follow(const Town& town) {
  for (size_t i = log_.size(); i < town.leaves().size(); ++i) {
    const auto leaf = DecodeLeaf(town.leaves()[i]);
    ASSERT_TRUE(leaf);
    const auto instruction = ReadBody(leaf->body, leaf->signatures);
    ASSERT_TRUE(instruction);
    ASSERT_TRUE(std::holds_alternative<Accepted>(Take(*instruction)));
  }
}

void MemoryService::PublishHead() {
  LeafNodes nodes(leaf_hashes_);
  Town town;
  const auto root = RootFrom(leaf_hashes_.size(), nodes);
  checkpoint_ = SignCheckpoint({identity_.origin, leaf_hashes_.size(), *root}, town.Key("log"));
  counters_.head_size = leaf_hashes_.size();
}

void MemoryService::Submit(Instruction instruction, std::function<void(Answer)> done) {
  if (unavailable) {
    done(*unavailable);
    return;
  }
  done(Take(instruction));
}

Answer MemoryService::Take(const Instruction& instruction) {
  const std::lock_guard lock(mutex_);
  if (const auto earlier = AcceptedAs(state_, instruction.header.account, instruction.header.id)) {
    const StoredEntry& entry = log_.entries[*earlier];
    const auto leaf = DecodeLeaf(entry.leaf);
    if (leaf->body != instruction.body) return Rejection{Reason::kIdConflict};
    return Accepted{*earlier, leaf->committed_at, *DecodeOutcome(entry.outcome), true};
  }
  const auto row = Find<LedgerRow>(state_, {});
  const Timestamp last = row ? row->simulated_now : Timestamp{};
  const Timestamp at = CommitTime(state_, instruction, last, last);
  const Hash ledger = leaf_hashes_.empty() ? Hash{} : leaf_hashes_.front();
  auto outcome = Apply({state_, ledger, at}, instruction);
  if (!outcome) {
    ++counters_.rejected;
    return outcome.error();
  }
  const std::string bytes = EncodeOutcome(*outcome);
  const std::string leaf =
      EncodeLeaf({at, instruction.body, instruction.signatures, Sha256({bytes})});
  const Links links = Fold(state_, log_.size(), instruction.header, *outcome);
  log_.entries.push_back({leaf, bytes, links});
  leaf_hashes_.push_back(LeafHash(leaf));
  ++counters_.accepted;
  counters_.log_size = log_.size();
  return Accepted{log_.size() - 1, at, *std::move(outcome), false};
}

void MemoryService::ReadAt(const std::function<void(const View&, uint64_t)>& read) const {
  const std::lock_guard lock(mutex_);
  if (rows_are_unreadable) ++failures_;
  read(rows_are_unreadable ? static_cast<const View&>(nothing_) : state_, log_.size());
}

std::optional<Hash> MemoryService::ledger() const {
  if (leaf_hashes_.empty()) return std::nullopt;
  return leaf_hashes_.front();
}

// Not under the lock: routes ask for it while they read.
Timestamp MemoryService::now() const {
  const auto row = Find<LedgerRow>(state_, {});
  return row ? row->simulated_now : Timestamp{};
}

std::optional<std::string> MemoryService::Tile(uint32_t level, uint64_t number,
                                               uint32_t width) const {
  LeafNodes nodes(leaf_hashes_);
  std::string hashes;
  for (uint32_t i = 0; i < width; ++i) {
    const NodeId node{level * 8, number * kTileWidth + i};
    PutBytes(hashes, *nodes.NodeAt(node));
  }
  return hashes;
}

std::optional<std::vector<Hash>> MemoryService::Inclusion(uint64_t index, uint64_t size) const {
  LeafNodes nodes(leaf_hashes_);
  auto proof = InclusionProof({index, size}, nodes);
  if (!proof) return std::nullopt;
  return *std::move(proof);
}

std::optional<std::vector<Hash>> MemoryService::Consistency(uint64_t old_size,
                                                            uint64_t size) const {
  LeafNodes nodes(leaf_hashes_);
  auto proof = ConsistencyProof({old_size, size}, nodes);
  if (!proof) return std::nullopt;
  return *std::move(proof);
}

LedgerService::Counters MemoryService::counters() const {
  Counters counters = counters_;
  counters.failures = failures_;
  return counters;
}

}  // namespace enishi::testing
