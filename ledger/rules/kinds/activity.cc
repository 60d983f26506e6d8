#include "ledger/rules/kinds/activity.h"

#include "ledger/rules/state/rows/account.h"
#include "ledger/rules/state/rows/activity.h"
#include "ledger/rules/state/rows/programme.h"

namespace enishi {

Authority AuthorityOf(const RuleInput& /*in*/, const ActivityCreate& /*create*/) {
  return ByOfficial(Role::kCoordinator);
}

void AddRows(RowKeys& keys, const Header& header, const ActivityCreate& /*create*/) {
  keys.AddAccount(header.account);
}

Checked<Outcome> Rule(const RuleInput& in, const ActivityCreate& create) {
  const View& view = in.context.view;
  const auto programme = Find<ProgrammeRow>(view, {create.programme});
  if (!programme) return Rejection{Reason::kProgrammeUnknown, "/programme"};
  const auto organiser = Find<AccountRow>(view, {create.organiser});
  if (!organiser ||
      (organiser->kind != AccountKind::kOfficial && organiser->kind != AccountKind::kCommunity)) {
    return Rejection{Reason::kHolderUnknown, "/organiser"};
  }
  if (Find<ActivityRow>(view, {create.activity})) {
    return Rejection{Reason::kNameTaken, "/activity"};
  }
  if (create.ends_at <= create.starts_at) return Rejection{Reason::kPeriodInvalid, "/ends_at"};
  const Date day = Date::Of(create.starts_at);
  if (day < programme->starts_on || programme->ends_on < day) {
    return Rejection{Reason::kProgrammeNotOpen, "/starts_at"};
  }
  if (create.award > programme->award_max) return Rejection{Reason::kAwardTooLarge, "/award"};
  ActivityRow activity;
  activity.programme = create.programme;
  activity.organiser = create.organiser;
  activity.starts_at = create.starts_at;
  activity.ends_at = create.ends_at;
  activity.award = create.award;
  activity.capacity = create.capacity;
  activity.details = create.details;
  Outcome outcome;
  outcome.Put<ActivityRow>({create.activity}, activity);
  return outcome;
}

}  // namespace enishi
