#include "ledger/audit/replay.h"

#include <map>

#include "ledger/merkle/tree.h"

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
    const bool unknown = reason == Reason::kKindUnknown || reason == Reason::kVersionUnknown;
    entry.fault = EntryFault{"its body is refused: " + std::string(ReasonName(reason)), unknown};
    // What a kind or a version of it does may be unknown, and yet its signatures cover the body.
    if (unknown) {
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

Replay::Replay(std::span<const RuleSet> rules) : rules_(rules), state_(nothing_) {}

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
  // Before the entry, which may bring a row back that has just passed.
  Forget(entry.leaf.committed_at);
  const Context context{state_, ledger_, entry.leaf.committed_at, rules_};
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
                 RowKey<IdRow>({instruction.header.id, instruction.header.account})});
  for (const RowChange& change : outcome->changes) {
    UsedCodeRow::Key key;
    UsedCodeRow code;
    if (change.value && ReadRow<UsedCodeRow>(change.key, *change.value, key, code)) {
      passing_.push({code.valid_until.ms, change.key});
    }
  }
  return std::nullopt;
}

// An id more than a day old is refused for its time before anyone looks whether it was used, and a
// used code counts as used until its end only.
void Replay::Forget(Timestamp now) {
  while (!passing_.empty() && passing_.top().until_ms < now.ms) {
    state_.Forget(passing_.top().key);
    passing_.pop();
  }
}

namespace {

// The member of CurrencyTotals for each kind of holder.
Amount& PartOf(CurrencyTotals& totals, HolderKind kind) {
  switch (kind) {
    case HolderKind::kAccount:
      return totals.outstanding;
    case HolderKind::kIssued:
      return totals.issued;
    case HolderKind::kClearing:
      return totals.clearing;
    case HolderKind::kRedeemed:
      return totals.redeemed;
    case HolderKind::kExpired:
      return totals.expired;
    case HolderKind::kWithdrawn:
      return totals.withdrawn;
  }
  CHECK(false);
}

// False when the sum leaves the range of amounts.
bool AddTo(Amount& sum, std::optional<Amount> part) {
  const auto after = part ? sum.Plus(*part) : std::nullopt;
  if (after) sum = *after;
  return after.has_value();
}

bool AddAll(CurrencyTotals& sum, const CurrencyTotals& part) {
  return AddTo(sum.issued, part.issued) && AddTo(sum.outstanding, part.outstanding) &&
         AddTo(sum.clearing, part.clearing) && AddTo(sum.redeemed, part.redeemed) &&
         AddTo(sum.expired, part.expired) && AddTo(sum.withdrawn, part.withdrawn);
}

// Whether what was issued is somewhere, and nothing else is.
bool AddsUp(const CurrencyTotals& totals) {
  Amount found;
  return AddTo(found, totals.outstanding) && AddTo(found, totals.clearing) &&
         AddTo(found, totals.redeemed) && AddTo(found, totals.expired) &&
         AddTo(found, totals.withdrawn) && found == totals.issued;
}

FormatError DoesNotAddUp(uint32_t lot_class) {
  return FormatError{"the points of lot class " + std::to_string(lot_class) +
                     " do not add up to what was issued"};
}

// A lot class with an expiry date: issued points keep both wherever they move.
using LotTotals = std::map<std::pair<uint32_t, Date>, CurrencyTotals>;

Parsed<LotTotals> TotalsOfLots(const View& state) {
  LotTotals totals;
  std::optional<uint32_t> wrong;
  ForEachRow<HoldingRow>(state, "", [&](const HoldingRow::Key& key, const HoldingRow& holding) {
    for (const Lot& lot : holding.lots) {
      Amount& part = PartOf(totals[{lot.lot_class, lot.expires_on}], key.kind);
      const bool issued = key.kind == HolderKind::kIssued;
      // The range of amounts lies within that of its negation, so that the sign can be turned once
      // the number is known to be in it.
      const auto amount = !issued                      ? Amount::From(lot.amount)
                          : lot.amount < -Amount::kMax ? std::nullopt
                                                       : Amount::From(-lot.amount);
      if (!AddTo(part, amount)) wrong = lot.lot_class;
    }
    return !wrong;
  });
  if (wrong) return DoesNotAddUp(*wrong);
  return totals;
}

}  // namespace

Parsed<Totals> Reconcile(const View& state) {
  const auto lots = TotalsOfLots(state);
  if (!lots) return lots.error();
  Totals totals;
  ForEachRow<CurrencyRow>(state, "", [&](const CurrencyRow::Key& key, const CurrencyRow& /*row*/) {
    totals.currencies[key.currency] = CurrencyTotals();
    return true;
  });
  for (const auto& [lot, part] : *lots) {
    const auto lot_class = Find<LotClassRow>(state, {lot.first});
    if (!lot_class || !AddsUp(part)) return DoesNotAddUp(lot.first);
    auto& sum = totals.currencies[lot_class->currency];
    if (sum && !AddAll(*sum, part)) sum.reset();
  }
  ForEachRow<AccountRow>(state, "", [&](const auto& /*key*/, const auto& /*row*/) {
    ++totals.accounts;
    return true;
  });
  return totals;
}

}  // namespace enishi
