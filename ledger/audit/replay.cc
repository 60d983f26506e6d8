#include "ledger/audit/replay.h"

#include <map>

#include "ledger/core/merkle/tree.h"

namespace enishi {

ReadEntry ReadAndVerify(std::string_view leaf_bytes) {
  ReadEntry entry;
  entry.leaf_hash = LeafHash(leaf_bytes);
  auto leaf = DecodeLeaf(leaf_bytes);
  if (!leaf) {
    entry.fault = EntryFault{leaf.error().message};
    return entry;
  }
  entry.leaf = *std::move(leaf);
  auto instruction = ReadBody(entry.leaf.body, entry.leaf.signatures);
  if (!instruction) {
    const Reason reason = instruction.error().reason;
    entry.fault = EntryFault{"its body is refused: " + std::string(ReasonName(reason)),
                             reason == Reason::kKindUnknown || reason == Reason::kVersionUnknown};
    // What a kind does may be unknown, and yet its signatures cover the body.
    if (reason == Reason::kKindUnknown) {
      instruction = Instruction{{}, ExpirySweep{}, entry.leaf.body, entry.leaf.signatures};
    }
  }
  if (instruction) {
    if (const auto refused = VerifySignatures(*instruction)) {
      entry.fault =
          EntryFault{"its signature is refused: " + std::string(ReasonName(refused->reason))};
    }
  }
  if (entry.fault) return entry;
  entry.instruction = *std::move(instruction);
  return entry;
}

Replay::Replay() : state_(nothing_) {}

std::optional<EntryFault> Replay::CheckTime(const ReadEntry& entry) {
  const Timestamp at = entry.leaf.committed_at;
  if (at < last_) return EntryFault{"its time is before that of the entry before it"};
  if (CommitTime(state_, *entry.instruction, at, last_) != at) {
    return EntryFault{"its time is not the ledger's"};
  }
  return std::nullopt;
}

std::optional<EntryFault> Replay::Next(const ReadEntry& entry) {
  if (entry.fault) return entry.fault;
  if (auto fault = CheckTime(entry)) return fault;
  const Context context{state_, ledger_, entry.leaf.committed_at};
  const Instruction& instruction = *entry.instruction;
  const auto outcome = Apply(context, instruction);
  if (!outcome) {
    const bool unknown = outcome.error().reason == Reason::kRulesUnknown;
    return EntryFault{"the rules refuse it: " + std::string(ReasonName(outcome.error().reason)),
                      unknown};
  }
  if (Sha256({EncodeOutcome(*outcome)}) != entry.leaf.outcome_hash) {
    return EntryFault{"its outcome is not what the rules give"};
  }
  Fold(state_, size_, instruction.header, *outcome);
  if (size_ == 0) ledger_ = entry.leaf_hash;
  if (on_entry) {
    on_entry({size_, entry.leaf.committed_at, instruction, *outcome, state_});
  }
  ++size_;
  last_ = entry.leaf.committed_at;
  passing_.push({instruction.header.id.time().ms + kDayMs,
                 RowKey<IdRow>({instruction.header.account, instruction.header.id})});
  for (const RowChange& change : outcome->changes) {
    UsedCodeRow::Key key;
    UsedCodeRow code;
    if (change.value && ReadRow<UsedCodeRow>(change.key, *change.value, key, code)) {
      passing_.push({code.valid_until.ms, change.key});
    }
  }
  Forget(last_);
  return std::nullopt;
}

// An id more than a day old, or a code that is no longer valid, is refused for its time before
// anyone looks whether it was used.
void Replay::Forget(Timestamp now) {
  while (!passing_.empty() && passing_.top().until_ms < now.ms) {
    state_.Forget(passing_.top().key);
    passing_.pop();
  }
}

Parsed<Totals> Reconcile(const View& state) {
  Totals totals;
  std::map<uint32_t, int64_t> sum_by_class;
  ForEachRow<HoldingRow>(state, "", [&](const HoldingRow::Key& key, const HoldingRow& holding) {
    for (const Lot& lot : holding.lots) {
      sum_by_class[lot.lot_class] += lot.amount;
      switch (key.kind) {
        case HolderKind::kAccount:
          totals.outstanding += lot.amount;
          break;
        case HolderKind::kIssued:
          totals.issued -= lot.amount;
          break;
        case HolderKind::kClearing:
          totals.clearing += lot.amount;
          break;
        case HolderKind::kRedeemed:
          totals.redeemed += lot.amount;
          break;
        case HolderKind::kExpired:
          totals.expired += lot.amount;
          break;
        case HolderKind::kWithdrawn:
          totals.withdrawn += lot.amount;
          break;
      }
    }
    return true;
  });
  for (const auto& [lot_class, sum] : sum_by_class) {
    if (sum != 0) {
      return FormatError{"the points of lot class " + std::to_string(lot_class) +
                         " do not add up to what was issued"};
    }
  }
  ForEachRow<AccountRow>(state, "", [&](const auto& /*key*/, const auto& /*row*/) {
    ++totals.accounts;
    return true;
  });
  return totals;
}

}  // namespace enishi
