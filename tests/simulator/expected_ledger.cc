#include "tests/simulator/expected_ledger.h"

#include <algorithm>
#include <tuple>

#include "ledger/instruction/leaf.h"
#include "ledger/rules/apply.h"
#include "ledger/rules/state/outcome.h"
#include "ledger/rules/state/rows.h"

namespace enishi::simulator {
namespace {

class MapView final : public View {
 public:
  explicit MapView(const RowMap& rows) : rows_(rows) {}
  [[nodiscard]] std::optional<std::string> Get(std::string_view key) const override {
    const auto row = rows_.find(key);
    return row == rows_.end() ? std::nullopt : std::optional(row->second);
  }
  void Scan(std::string_view prefix, const Visit& visit) const override {
    for (auto row = rows_.lower_bound(prefix); row != rows_.end(); ++row) {
      if (!row->first.starts_with(prefix) || !visit(row->first, row->second)) return;
    }
  }
  void NoteDamage(std::string_view /*key*/) const override { CHECK(false); }

 private:
  const RowMap& rows_;
};

using Lots = std::map<std::tuple<AccountId, uint32_t, Date>, std::pair<int64_t, uint64_t>>;

}  // namespace

Timestamp ExpectedLedger::Now(Timestamp wall) const {
  return simulated_now ? *simulated_now : std::max(wall, last);
}

Timestamp ExpectedLedger::TimeOf(const Instruction& instruction, Timestamp wall) const {
  const auto* genesis = std::get_if<Genesis>(&instruction.payload);
  const bool founding = genesis != nullptr && leaves.empty();
  if (founding && genesis->clock == ClockMode::kSimulated) return instruction.header.id.time();
  return Now(wall);
}

bool ExpectedLedger::HasExpiredAt(Timestamp now) const { return HasExpired(MapView(rows), now); }

std::optional<uint64_t> ExpectedLedger::FindSame(const Instruction& instruction) const {
  const auto at = ids.find({instruction.header.account, instruction.header.id});
  if (at == ids.end()) return std::nullopt;
  const auto leaf = DecodeLeaf(leaves[at->second]);
  CHECK(leaf.has_value());
  const bool same = leaf->body == instruction.body && leaf->signatures == instruction.signatures;
  return same ? std::optional(at->second) : std::nullopt;
}

std::string ExpectedLedger::Append(const StoredEntry& entry, const Instruction& instruction,
                                   Timestamp now) {
  const uint64_t index = leaves.size();
  const auto leaf = DecodeLeaf(entry.leaf);
  const auto outcome = DecodeOutcome(entry.outcome);
  if (!leaf || !outcome) return "does not decode";
  if (leaf->body != instruction.body || leaf->signatures != instruction.signatures) {
    return "is not the requested instruction";
  }
  if (leaf->outcome_hash != Sha256({entry.outcome})) return "names another outcome";
  const MapView beneath(rows);
  Overlay changes(beneath);
  if (Fold(changes, index, instruction.header, *outcome) != entry.links) return "has other links";
  PutRows(changes.rows(), rows);
  leaves.push_back(entry.leaf);
  ids[{instruction.header.account, instruction.header.id}] = index;
  tree.Append(LeafHash(entry.leaf));
  roots.push_back(tree.Root());
  if (index == 0) ledger = LeafHash(entry.leaf);
  last = now;
  const auto* genesis = std::get_if<Genesis>(&instruction.payload);
  const auto* advance = std::get_if<ClockAdvance>(&instruction.payload);
  if (genesis != nullptr && genesis->clock == ClockMode::kSimulated) simulated_now = now;
  if (advance != nullptr) simulated_now = advance->to;
  return "";
}

std::string ExpectedLedger::CompareHoldings() const {
  Lots expected;
  for (const auto& purse : model.purses()) {
    expected[{purse.holder, purse.origin, purse.last_day.value_or(kNever)}] = {purse.amount,
                                                                               purse.since};
  }
  Lots booked;
  std::map<uint32_t, int64_t> expired;
  ForEachRow<HoldingRow>(MapView(rows), "", [&](const HoldingRow::Key& key, const HoldingRow& row) {
    for (const Lot& lot : row.lots) {
      if (key.kind == HolderKind::kAccount) {
        booked[{key.account, lot.lot_class, lot.expires_on}] = {lot.amount, lot.since};
      } else if (key.kind == HolderKind::kExpired) {
        expired[lot.lot_class] += lot.amount;
      }
    }
    return true;
  });
  if (booked != expected) return "accounts hold other lots than in the model";
  for (const auto& origin : model.origins()) {
    if (model.Expired(origin.number) != expired[origin.number]) {
      return "other points have expired than in the model";
    }
  }
  return "";
}

}  // namespace enishi::simulator
