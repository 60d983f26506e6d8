#include "ledger/query/history.h"

#include <algorithm>

#include "ledger/rules/state/rows/currency.h"

namespace enishi {
namespace {

bool IsOf(AccountId account, const Posting& posting) {
  return posting.holder == HolderKind::kAccount && posting.account == account;
}

std::optional<AccountId> CounterpartyOf(const Outcome& outcome, AccountId account) {
  std::optional<AccountId> other;
  for (const Posting& posting : outcome.postings) {
    if (posting.holder != HolderKind::kAccount || posting.account == account) continue;
    if (other && *other != posting.account) return std::nullopt;
    other = posting.account;
  }
  return other;
}

// The link of the account's holding, or nullopt if the entry does not post to it.
std::optional<uint64_t> LinkOf(const Outcome& outcome, const Links& links, AccountId account) {
  const auto holdings = HoldingsOf(outcome);
  for (size_t i = 0; i < holdings.size() && i < links.size(); ++i) {
    if (holdings[i].kind == HolderKind::kAccount && holdings[i].account == account) return links[i];
  }
  return std::nullopt;
}

}  // namespace

std::vector<CurrencyChange> ChangesByCurrency(const View& view,
                                              const std::vector<Posting>& postings) {
  std::vector<CurrencyChange> changes;
  for (const Posting& posting : postings) {
    const auto lot_class = Find<LotClassRow>(view, {posting.lot_class});
    if (!lot_class) continue;
    auto change = std::find_if(changes.begin(), changes.end(), [&](const CurrencyChange& one) {
      return one.currency.text == lot_class->currency.text;
    });
    if (change == changes.end()) change = changes.insert(change, {lot_class->currency, {}});
    change->amount.Add(posting.amount);
  }
  return changes;
}

uint64_t LatestPosted(const View& view, AccountId account) {
  const auto holding = Find<HoldingRow>(view, {HolderKind::kAccount, account, 0});
  return holding ? holding->last : 0;
}

std::optional<HistoryStep> HistoryStepAt(uint64_t index, const DecodedEntry& entry,
                                         const Links& links, AccountId account) {
  const auto previous = LinkOf(entry.outcome, links, account);
  if (!previous || *previous > index) return std::nullopt;
  HistoryStep step;
  step.index = index;
  step.committed_at = entry.committed_at;
  step.kind = KindName(entry.instruction.payload);
  step.counterparty = CounterpartyOf(entry.outcome, account);
  step.reference = ReferenceOf(entry.instruction.payload);
  step.previous = *previous;
  for (const Posting& posting : entry.outcome.postings) {
    if (!IsOf(account, posting)) continue;
    step.amount.Add(posting.amount);
    step.postings.push_back(posting);
  }
  return step;
}

}  // namespace enishi
