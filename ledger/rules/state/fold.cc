#include <algorithm>

#include "ledger/rules/state/outcome.h"
#include "ledger/rules/state/rows/id.h"

namespace enishi {
namespace {

HoldingRow::Key HoldingOf(const Posting& posting) {
  if (posting.holder == HolderKind::kAccount) return {posting.holder, posting.account, 0};
  return {posting.holder, AccountId(), posting.lot_class};
}

bool SameHolding(const HoldingRow::Key& a, const HoldingRow::Key& b) {
  return a.kind == b.kind && a.account == b.account && a.lot_class == b.lot_class;
}

void Post(HoldingRow& holding, const Posting& posting, uint64_t index) {
  const auto at = std::find_if(holding.lots.begin(), holding.lots.end(), [&](const Lot& lot) {
    return lot.lot_class == posting.lot_class && lot.expires_on == posting.expires_on;
  });
  const bool may_be_negative = posting.holder == HolderKind::kIssued;
  if (at == holding.lots.end()) {
    CHECK(posting.amount >= 0 || may_be_negative);
    holding.lots.push_back({posting.lot_class, posting.expires_on, posting.amount, index});
    return;
  }
  at->amount += posting.amount;
  CHECK(at->amount >= 0 || may_be_negative);
  if (at->amount == 0) holding.lots.erase(at);
}

}  // namespace

std::vector<HoldingRow::Key> HoldingsOf(const Outcome& outcome) {
  std::vector<HoldingRow::Key> holdings;
  for (const Posting& posting : outcome.postings) {
    const HoldingRow::Key key = HoldingOf(posting);
    const auto same = [&](const HoldingRow::Key& other) { return SameHolding(key, other); };
    if (std::none_of(holdings.begin(), holdings.end(), same)) holdings.push_back(key);
  }
  return holdings;
}

Links Fold(Overlay& state, uint64_t index, const Header& header, const Outcome& outcome) {
  Links links;
  for (const HoldingRow::Key& key : HoldingsOf(outcome)) {
    HoldingRow holding = Find<HoldingRow>(state, key).value_or(HoldingRow{});
    links.push_back(holding.last);
    holding.last = index + 1;
    for (const Posting& posting : outcome.postings) {
      if (SameHolding(key, HoldingOf(posting))) Post(holding, posting, index);
    }
    state.Put(RowKey<HoldingRow>(key), RowValue(holding));
  }
  for (const RowChange& change : outcome.changes) {
    if (change.value) {
      state.Put(change.key, *change.value);
    } else {
      state.Erase(change.key);
    }
  }
  state.Put(RowKey<IdRow>({header.id, header.account}), RowValue(IdRow{index}));
  return links;
}

}  // namespace enishi
