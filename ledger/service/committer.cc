#include "ledger/service/committer.h"

#include <algorithm>

#include "ledger/core/instruction/leaf.h"
#include "ledger/core/merkle/tree.h"
#include "ledger/rules/apply.h"

namespace enishi {

// Instructions that are committed together, and what has become of them so far.
struct Committer::Batch {
  Batch(const View& committed, uint64_t first_index, Timestamp wall_time)
      : overlay(committed), first(first_index), wall(wall_time) {}

  Overlay overlay;
  uint64_t first;  // the index that the first entry will have
  Timestamp wall;  // one time for all: they are committed at once
  Timestamp last;
  std::optional<Hash> ledger;
  std::vector<StoredEntry> entries;
  std::vector<std::pair<AccountId, Uuid>> ids;  // of the entries
  std::vector<Answer> answers;                  // of the instructions
};

Committer::Committer(const Parts& parts, const Standing& standing) : parts_(parts) {
  published_.ledger = standing.ledger;
  published_.last_committed_at = standing.last_committed_at;
  if (const auto row = Find<LedgerRow>(parts_.state.latest(), {})) {
    published_.clock = row->clock;
    published_.simulated_now = row->simulated_now;
  }
}

void Committer::Step(std::vector<Pending> pending) {
  Batch batch(parts_.state.latest(), parts_.log.size(), parts_.clock.Now());
  Latch();
  if (parts_.failure.is_set()) {
    for (const Pending& one : pending) batch.answers.push_back(AnswerWhenReadOnly(one.instruction));
    Deliver(pending, batch);
    return;
  }
  const Published committed = published();
  batch.ledger = committed.ledger;
  batch.last = committed.last_committed_at;
  for (const Pending& one : pending) batch.answers.push_back(Decide(batch, one.instruction));
  Commit(batch);
  Deliver(pending, batch);
}

// Looks for reasons to stop writing.
void Committer::Latch() {
  if (parts_.failure.is_set()) return;
  if (const std::string failure = parts_.log.failure(); !failure.empty()) {
    parts_.failure.Set(failure);
  } else if (const std::string damage = parts_.state.failure(); !damage.empty()) {
    parts_.failure.Set(damage);
  } else if (published().clock == ClockMode::kReal) {
    if (const auto step = parts_.clock.FindStep()) parts_.failure.Set(*step);
  }
}

// What the instruction does after all before it in the batch; nothing of it is committed yet.
Answer Committer::Decide(Batch& batch, const Instruction& instruction) {
  const Unavailable damaged = Unavailable::kReadOnly;
  if (auto repeat = FindRepeat(batch, instruction)) return *std::move(repeat);
  const auto* genesis = std::get_if<Genesis>(&instruction.payload);
  if (genesis != nullptr && !batch.ledger) {
    // Before the rules: at what time it would be committed depends on the clock that it names.
    if (auto refused = CheckGenesis(parts_.identity, *genesis)) return *std::move(refused);
  }
  const Timestamp now = CommitTime(batch.overlay, instruction, batch.wall, batch.last);
  auto outcome = Apply({batch.overlay, batch.ledger.value_or(Hash{}), now}, instruction);
  // Whatever was computed from rows that cannot be read must not go on to where sums are checked.
  if (parts_.failure.is_set() || !parts_.state.failure().empty()) return damaged;
  if (!outcome) return outcome.error();

  StoredEntry entry;
  entry.outcome = EncodeOutcome(*outcome);
  entry.leaf = EncodeLeaf({.committed_at = now,
                           .body = instruction.body,
                           .signatures = instruction.signatures,
                           .outcome_hash = Sha256({entry.outcome})});
  if (entry.leaf.size() > kLeafBytesMax) return Rejection{Reason::kBodyTooLarge};
  const uint64_t index = batch.first + batch.entries.size();
  entry.links = Fold(batch.overlay, index, instruction.header, *outcome);
  if (index == 0) batch.ledger = LeafHash(entry.leaf);
  batch.last = now;
  batch.entries.push_back(std::move(entry));
  batch.ids.emplace_back(instruction.header.account, instruction.header.id);
  return Accepted{.index = index, .committed_at = now, .outcome = *std::move(outcome)};
}

// The answer that the same bytes got before, perhaps earlier in this very batch. Other bytes under
// the same id are refused by the rules, in their order.
std::optional<Accepted> Committer::FindRepeat(const Batch& batch, const Instruction& instruction) {
  const auto index = AcceptedAs(batch.overlay, instruction.header.account, instruction.header.id);
  if (!index) return std::nullopt;
  StoredEntry read;
  const StoredEntry* entry = &read;
  if (*index >= batch.first && *index - batch.first < batch.entries.size()) {
    entry = &batch.entries[*index - batch.first];
  } else {
    auto stored = parts_.log.Read(*index);
    if (!stored) {
      parts_.failure.Set(stored.error().message);
      return std::nullopt;
    }
    read = *std::move(stored);
  }
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
  if (parts_.failure.is_set()) {
    Withdraw(batch, Unavailable::kReadOnly);
    return;
  }
  if (batch.entries.empty()) return;
  switch (parts_.log.Append(parts_.epoch, batch.first, batch.entries)) {
    case AppendResult::kAppended:
      break;
    case AppendResult::kRefused:
      Latch();
      parts_.failure.Set("the log refused to append: it has another writer or another size");
      Withdraw(batch, Unavailable::kReadOnly);
      return;
    case AppendResult::kUnknown:
      Latch();
      parts_.failure.Set("the log did not say whether it appended");
      unknown_.insert(batch.ids.begin(), batch.ids.end());
      Withdraw(batch, Unavailable::kOutcomeUnknown);
      return;
  }
  // From here on the entries are committed, whatever becomes of the state: it is derived, and the
  // next start makes it again.
  ++counts_.commits;
  const uint64_t size = batch.first + batch.entries.size();
  if (auto written = parts_.state.Write(batch.overlay.rows(), size); !written) {
    parts_.failure.Set(written.error().message);
  }
  Publish(batch);
}

// Takes back what was decided: nobody has been told.
void Committer::Withdraw(Batch& batch, Unavailable why) {
  std::fill(batch.answers.begin(), batch.answers.end(), Answer{why});
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

void Committer::Deliver(std::vector<Pending>& pending, Batch& batch) {
  for (size_t i = 0; i < pending.size(); ++i) {
    if (const auto* accepted = std::get_if<Accepted>(&batch.answers[i])) {
      ++(accepted->repeated ? counts_.repeated : counts_.accepted);
    } else if (std::holds_alternative<Rejection>(batch.answers[i])) {
      ++counts_.rejected;
    }
  }
  for (size_t i = 0; i < pending.size(); ++i) pending[i].done(std::move(batch.answers[i]));
}

Answer Committer::AnswerWhenReadOnly(const Instruction& instruction) const {
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
