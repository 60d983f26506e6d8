#include "ledger/rules/kinds/expiry.h"

#include <map>

#include "ledger/rules/lots.h"
#include "ledger/rules/state/rows/currency.h"
#include "ledger/rules/state/rows/programme.h"

namespace enishi {
namespace {

// How many accounts one sweep empties, so that no entry grows large and payments are decided
// between two sweeps; and how many postings it makes before it takes no further account.
constexpr size_t kSweepAccountsMax = 200;
constexpr size_t kSweepPostingsMax = 8'192;
// The last account of a sweep may have as many lots as an account can hold.
static_assert(kSweepPostingsMax + 2 * kHoldingLotsMax <= kOutcomeCountMax);

// How much of a lot class ended on which last day.
using ExpiredLots = std::map<std::pair<uint32_t, Date>, int64_t>;

// The lots of one account that expired on one day go to the system account `expired`.
void Expire(const View& view, const ExpiryRow::Key& due, Outcome& outcome, ExpiredLots& expired) {
  outcome.Erase<ExpiryRow>(due);
  const auto holding = Find<HoldingRow>(view, {HolderKind::kAccount, due.account, 0});
  if (!holding) return;
  for (const Lot& lot : holding->lots) {
    if (lot.expires_on != due.expires_on) continue;
    outcome.postings.push_back(
        {HolderKind::kAccount, due.account, lot.lot_class, lot.expires_on, -lot.amount});
    outcome.postings.push_back(
        {HolderKind::kExpired, AccountId(), lot.lot_class, lot.expires_on, lot.amount});
    expired[{lot.lot_class, lot.expires_on}] += lot.amount;
  }
}

// Returns expired bonus to its programme's budget if it expired within the budget's fiscal year.
// The lot's last day decides and not the day of the sweep, so that an operator who sweeps late
// changes nothing.
void ReturnToBudgets(const View& view, const ExpiredLots& expired, Outcome& outcome) {
  std::map<Code, int64_t> returned;
  for (const auto& [lot, amount] : expired) {
    const auto& [number, expires_on] = lot;
    const auto lot_class = Find<LotClassRow>(view, {number});
    if (!lot_class || lot_class->paid()) continue;
    const auto programme = Find<ProgrammeRow>(view, {*lot_class->programme});
    if (!programme) continue;
    if (programme->fiscal_year != static_cast<uint32_t>(expires_on.FiscalYear())) continue;
    returned[*lot_class->programme] += amount;
  }
  for (const auto& [programme, amount] : returned) {
    const auto budget = Find<BudgetRow>(view, {programme});
    // It exists unless its row is unreadable, and then the committer drops this outcome.
    if (!budget) continue;
    const auto used = Amount::From(budget->used.minor() - amount);
    CHECK(used.has_value());
    outcome.Put<BudgetRow>({programme}, BudgetRow{*used});
  }
}

}  // namespace

bool HasExpired(const View& view, Timestamp now) {
  bool found = false;
  ForEachRow<ExpiryRow>(view, "", [&](const ExpiryRow::Key& due, const ExpiryRow& /*row*/) {
    found = HasEnded(due.expires_on, now);
    return false;
  });
  return found;
}

Authority AuthorityOf(const RuleInput& /*in*/, const ExpirySweep& /*sweep*/) {
  return {.signer = Authority::Signer::kService, .actor = std::nullopt, .role = std::nullopt};
}

void AddRows(RowKeys& /*keys*/, const Header& /*header*/, const ExpirySweep& /*sweep*/) {}

Checked<Outcome> Rule(const RuleInput& in, const ExpirySweep& /*sweep*/) {
  Outcome outcome;
  ExpiredLots expired;
  size_t accounts = 0;
  ForEachRow<ExpiryRow>(
      in.context.view, "", [&](const ExpiryRow::Key& due, const ExpiryRow& /*row*/) {
        if (!HasEnded(due.expires_on, in.context.now)) return false;
        Expire(in.context.view, due, outcome, expired);
        return ++accounts < kSweepAccountsMax && outcome.postings.size() < kSweepPostingsMax;
      });
  if (accounts == 0) return Rejection{Reason::kNothingToExpire};
  ReturnToBudgets(in.context.view, expired, outcome);
  return outcome;
}

}  // namespace enishi
