#include "ledger/service/write/committer.h"

#include <algorithm>

#include "ledger/instruction/leaf.h"
#include "ledger/merkle/tree.h"
#include "ledger/rules/apply.h"

namespace enishi {

namespace {

// Holds the rows of the accounts that pay most; some hundred bytes each.
constexpr size_t kRowCacheBytes = size_t{64} << 20;

}  // namespace

struct Committer::Batch {
  explicit Batch(const View& beneath) : overlay(beneath) {}
  // The log's size after this batch, which is the index of the next entry.
  [[nodiscard]] uint64_t size_after() const { return first + entries.size(); }

  Overlay overlay;
  // The previous batch, until it is finished and settled.
  const Batch* before = nullptr;
  uint64_t first = 0;  // the index that the first entry will have
  Timestamp last;      // the newest entry's time, the batches before included
  std::optional<Hash> ledger;
  std::vector<StoredEntry> entries;
  std::vector<std::pair<AccountId, Uuid>> ids;  // of the entries
  std::vector<Pending> pending;
  std::vector<Answer> answers;  // of the pending ones
};

void Committer::BatchDeleter::operator()(Batch* batch) const { delete batch; }

Committer::Committer(const Parts& parts, const RecoveredState& standing)
    : parts_(parts), rows_(parts_.state.latest(), kRowCacheBytes) {
  published_.ledger = standing.ledger;
  published_.last_committed_at = standing.last_committed_at;
  if (const auto row = Find<LedgerRow>(parts_.state.latest(), {})) {
    published_.clock = row->clock;
    published_.simulated_now = row->simulated_now;
  }
}

Committer::BatchPtr Committer::Open(const Batch* before) {
  BatchPtr batch;
  if (before != nullptr) {
    batch.reset(new Batch(before->overlay));
    batch->before = before;
    batch->first = before->size_after();
    batch->last = before->last;
    batch->ledger = before->ledger;
    return batch;
  }
  const Published committed = published();
  batch.reset(new Batch(rows_));
  batch->first = parts_.log.size();
  batch->last = committed.last_committed_at;
  batch->ledger = committed.ledger;
  return batch;
}

void Committer::Decide(Batch& batch, std::vector<Pending> pending) {
  Latch();
  const Timestamp wall = parts_.clock.Now();
  for (Pending& one : pending) {
    rows_.Take(std::move(one.ahead));
    batch.answers.push_back(parts_.failure.is_set() ? AnswerWhenReadOnly(one.instruction)
                                                    : DecideOne(batch, one.instruction, wall));
    batch.pending.push_back(std::move(one));
  }
}

void Committer::Settle(const Batch& before, Batch& batch) {
  rows_.Update(before.overlay.rows(), before.size_after());
  batch.overlay.StandOn(rows_);
  batch.before = nullptr;
}

size_t Committer::SizeOf(const Batch& batch) { return batch.pending.size(); }

void Committer::Finish(Batch& batch) {
  Commit(batch);
  Deliver(batch);
}

void Committer::Step(std::vector<Pending> pending) {
  const BatchPtr batch = Open(nullptr);
  Decide(*batch, std::move(pending));
  Finish(*batch);
  rows_.Update(batch->overlay.rows(), batch->size_after());
}

// Stops writing if a store has failed or the clock has jumped.
void Committer::Latch() {
  LatchStorage();
  if (!parts_.failure.is_set() && published().clock == ClockMode::kReal) {
    if (const auto step = parts_.clock.FindStep()) parts_.failure.Set(*step);
  }
}

void Committer::LatchStorage() {
  if (parts_.failure.is_set()) return;
  if (const std::string failure = parts_.log.failure(); !failure.empty()) {
    parts_.failure.Set(failure);
  } else if (const std::string damage = parts_.state.failure(); !damage.empty()) {
    parts_.failure.Set(damage);
  }
}

// Applies one instruction on top of those before it. Its entry is not committed yet.
Answer Committer::DecideOne(Batch& batch, const Instruction& instruction, Timestamp wall) {
  const Unavailable damaged = Unavailable::kReadOnly;
  if (auto repeat = FindRepeat(batch, instruction)) return *std::move(repeat);
  const auto* genesis = std::get_if<Genesis>(&instruction.payload);
  if (genesis != nullptr && !batch.ledger) {
    // Before the rules, because the time of the commit depends on the clock that it names.
    if (auto refused = CheckGenesis(parts_.identity, *genesis)) return *std::move(refused);
  }
  const Timestamp now = CommitTime(batch.overlay, instruction, wall, batch.last);
  auto outcome = Apply({batch.overlay, batch.ledger.value_or(Hash{}), now}, instruction);
  // An outcome computed from unreadable rows must not reach Fold, which CHECKs sums.
  if (parts_.failure.is_set() || !parts_.state.failure().empty()) return damaged;
  if (!outcome) return outcome.error();

  StoredEntry entry;
  entry.outcome = EncodeOutcome(*outcome);
  entry.leaf = EncodeLeaf({.committed_at = now,
                           .body = instruction.body,
                           .signatures = instruction.signatures,
                           .outcome_hash = Sha256({entry.outcome})});
  const uint64_t index = batch.size_after();
  entry.links = Fold(batch.overlay, index, instruction.header, *outcome);
  if (index == 0) batch.ledger = LeafHash(entry.leaf);
  batch.last = now;
  batch.entries.push_back(std::move(entry));
  batch.ids.emplace_back(instruction.header.account, instruction.header.id);
  return Accepted{.index = index, .committed_at = now, .outcome = *std::move(outcome)};
}

// Reads an entry from this batch, the previous one or the log.
std::optional<StoredEntry> Committer::ReadEntry(const Batch& batch, uint64_t index) {
  for (const Batch* one = &batch; one != nullptr; one = one->before) {
    if (index >= one->first && index - one->first < one->entries.size()) {
      return one->entries[index - one->first];
    }
  }
  auto stored = parts_.log.Read(index);
  if (stored) return *std::move(stored);
  parts_.failure.Set(stored.error().message);
  return std::nullopt;
}

// The answer that the same bytes got before, perhaps earlier in this batch. The rules refuse other
// bytes under the same id.
std::optional<Accepted> Committer::FindRepeat(const Batch& batch, const Instruction& instruction) {
  const auto index = AcceptedAs(batch.overlay, instruction.header.account, instruction.header.id);
  if (!index) return std::nullopt;
  const auto entry = ReadEntry(batch, *index);
  if (!entry) return std::nullopt;
  const auto leaf = DecodeLeaf(entry->leaf);
  auto outcome = DecodeOutcome(entry->outcome);
  if (!leaf || !outcome) {
    parts_.failure.Set("entry " + std::to_string(*index) + " of the log does not decode");
    return std::nullopt;
  }
  if (leaf->body != instruction.body || leaf->signatures != instruction.signatures) {
    return std::nullopt;
  }
  return Accepted{.index = *index,
                  .committed_at = leaf->committed_at,
                  .outcome = *std::move(outcome),
                  .repeated = true};
}

void Committer::Commit(Batch& batch) {
  if (const std::string damage = parts_.state.failure(); !damage.empty()) {
    parts_.failure.Set(damage);
  }
  // A crash up to here loses the batch. No answer was given, so clients retry with the same ids.
  // If the previous batch failed, this one was decided on top of it and is withdrawn too.
  if (parts_.failure.is_set()) {
    Withdraw(batch);
    return;
  }
  if (batch.entries.empty()) return;
  switch (parts_.log.Append(parts_.epoch, batch.first, batch.entries)) {
    case AppendResult::kAppended:
      break;
    case AppendResult::kRefused:
      LatchStorage();
      parts_.failure.Set("the log refused to append: it has another writer or another size");
      Withdraw(batch);
      return;
    case AppendResult::kUnknown: {
      LatchStorage();
      parts_.failure.Set("the log did not say whether it appended");
      // The next start reads what the log has. Until then a retry is answered the same.
      const std::lock_guard<std::mutex> lock(published_mutex_);
      unknown_.insert(batch.ids.begin(), batch.ids.end());
      std::fill(batch.answers.begin(), batch.answers.end(), Answer{Unavailable::kOutcomeUnknown});
      return;
    }
  }
  // The entries are committed. After a crash from here on, the next start replays them into the
  // state, and a retry gets the first outcome. A state write that fails changes no answer either.
  ++counts_.commits;
  const uint64_t size = batch.size_after();
  for (uint64_t index = batch.first; index < size; ++index) {
    parts_.fresh.Add(index, batch.entries[index - batch.first].leaf);
  }
  if (auto written = parts_.state.Write(batch.overlay.rows(), size); !written) {
    parts_.failure.Set(written.error().message);
  }
  Publish(batch);
}

// Replaces the answers of a batch that was not appended. None of them was given.
void Committer::Withdraw(Batch& batch) {
  for (size_t i = 0; i < batch.pending.size(); ++i) {
    batch.answers[i] = AnswerWhenReadOnly(batch.pending[i].instruction);
  }
}

void Committer::Publish(const Batch& batch) {
  const bool changed = batch.overlay.rows().contains(RowKey<LedgerRow>({}));
  const auto row = changed ? Find<LedgerRow>(batch.overlay, {}) : std::nullopt;
  {
    const std::lock_guard<std::mutex> lock(published_mutex_);
    published_.ledger = batch.ledger;
    published_.last_committed_at = batch.last;
    if (row) {
      published_.clock = row->clock;
      published_.simulated_now = row->simulated_now;
    }
  }
  if (changed && on_ledger_changed) on_ledger_changed();
}

void Committer::Deliver(Batch& batch) {
  for (const Answer& answer : batch.answers) {
    if (const auto* accepted = std::get_if<Accepted>(&answer)) {
      ++(accepted->repeated ? counts_.repeated : counts_.accepted);
    } else if (std::holds_alternative<Rejection>(answer)) {
      ++counts_.rejected;
    }
  }
  for (size_t i = 0; i < batch.pending.size(); ++i) {
    batch.pending[i].done(std::move(batch.answers[i]));
  }
}

Answer Committer::AnswerWhenReadOnly(const Instruction& instruction) const {
  const std::lock_guard<std::mutex> lock(published_mutex_);
  const bool is_unknown = unknown_.contains({instruction.header.account, instruction.header.id});
  return is_unknown ? Unavailable::kOutcomeUnknown : Unavailable::kReadOnly;
}

Committer::Published Committer::published() const {
  const std::lock_guard<std::mutex> lock(published_mutex_);
  return published_;
}

std::optional<Hash> Committer::ledger() const { return published().ledger; }

Timestamp Committer::now() const {
  const Published committed = published();
  if (committed.clock == ClockMode::kSimulated) return committed.simulated_now;
  return std::max(parts_.clock.Now(), committed.last_committed_at);
}

}  // namespace enishi
