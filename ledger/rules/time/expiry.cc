#include <map>

#include "ledger/rules/lots.h"
#include "ledger/rules/rules.h"

namespace enishi {
namespace {

// How many accounts one sweep empties, so that no entry grows large and payments go on between;
// and how many postings it makes before it takes no further account.
constexpr size_t kSweepAccountsMax = 200;
constexpr size_t kSweepPostingsMax = 8'192;

// The lots of one account that expired on one day go to the system account `expired`.
void Expire(const View& view, const ExpiryRow::Key& due, Outcome& outcome,
            std::map<uint32_t, int64_t>& expired_by_class) {
  outcome.Erase<ExpiryRow>(due);
  const auto holding = Find<HoldingRow>(view, {HolderKind::kAccount, due.account, 0});
  if (!holding) return;
  for (const Lot& lot : holding->lots) {
    if (lot.expires_on != due.expires_on) continue;
    outcome.postings.push_back(
        {HolderKind::kAccount, due.account, lot.lot_class, lot.expires_on, -lot.amount});
    outcome.postings.push_back(
        {HolderKind::kExpired, AccountId(), lot.lot_class, lot.expires_on, lot.amount});
    expired_by_class[lot.lot_class] += lot.amount;
  }
}

// Expired bonus gives its programme's budget room again while the budget's fiscal year is open.
void ReturnRoom(const Context& context, const std::map<uint32_t, int64_t>& expired_by_class,
                Outcome& outcome) {
  const auto open_year = static_cast<uint32_t>(Date::Of(context.now).FiscalYear());
  for (const auto& [number, expired] : expired_by_class) {
    const auto lot_class = Find<LotClassRow>(context.view, {number});
    if (!lot_class || lot_class->paid()) continue;
    const auto programme = Find<ProgrammeRow>(context.view, {*lot_class->programme});
    const auto budget = Find<BudgetRow>(context.view, {*lot_class->programme});
    if (!programme || !budget || programme->fiscal_year != open_year) continue;
    const auto used = Amount::From(budget->used.minor() - expired);
    CHECK(used.has_value());
    outcome.Put<BudgetRow>({*lot_class->programme}, BudgetRow{*used});
  }
}

}  // namespace

bool HasExpired(const View& view, Timestamp now) {
  bool found = false;
  ForEachRow<ExpiryRow>(view, "", [&](const ExpiryRow::Key& due, const ExpiryRow& /*row*/) {
    found = now >= due.expires_on.End();
    return false;
  });
  return found;
}

Checked<Outcome> Rule(const RuleInput& in, const ExpirySweep& /*sweep*/) {
  Outcome outcome;
  std::map<uint32_t, int64_t> expired_by_class;
  size_t accounts = 0;
  ForEachRow<ExpiryRow>(
      in.context.view, "", [&](const ExpiryRow::Key& due, const ExpiryRow& /*row*/) {
        if (in.context.now < due.expires_on.End()) return false;
        Expire(in.context.view, due, outcome, expired_by_class);
        return ++accounts < kSweepAccountsMax && outcome.postings.size() < kSweepPostingsMax;
      });
  if (accounts == 0) return Rejection{Reason::kNothingToExpire};
  ReturnRoom(in.context, expired_by_class, outcome);
  return outcome;
}

}  // namespace enishi
