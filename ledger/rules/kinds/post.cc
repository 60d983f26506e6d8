#include "ledger/rules/kinds/post.h"

#include "ledger/rules/state/rows/account.h"
#include "ledger/rules/state/rows/post.h"

namespace enishi {
namespace {

// A row holds one appointment, so a second one must leave no gap after the first and shorten
// nothing of it. It is renewed while it runs: once too few administrators are in office, no one can
// appoint.
bool Extends(const AppointmentRow& current, const PostAppoint& appoint) {
  return current.from <= appoint.from && appoint.from.day <= current.until.day + 1 &&
         appoint.until > current.until;
}

}  // namespace

Authority AuthorityOf(const RuleInput& in, const PostCreate& /*create*/) {
  return ByQuorum(in, Role::kAdministrator);
}

void AddRows(RowKeys& keys, const Header& header, const PostCreate& /*create*/) {
  keys.AddAccount(header.account);
}

Checked<Outcome> Rule(const RuleInput& in, const PostCreate& create) {
  if (Find<PostRow>(in.context.view, {create.post})) return Rejection{Reason::kNameTaken, "/post"};
  Outcome outcome;
  outcome.Put<PostRow>({create.post}, PostRow{create.roles});
  return outcome;
}

Authority AuthorityOf(const RuleInput& in, const PostAppoint& /*appoint*/) {
  return ByQuorum(in, Role::kAdministrator);
}

void AddRows(RowKeys& keys, const Header& header, const PostAppoint& /*appoint*/) {
  keys.AddAccount(header.account);
}

Checked<Outcome> Rule(const RuleInput& in, const PostAppoint& appoint) {
  const View& view = in.context.view;
  if (auto refused = CheckNoSelfApproval(in, appoint.holder)) {
    return *std::move(refused);
  }
  if (!Find<PostRow>(view, {appoint.post})) return Rejection{Reason::kPostUnknown, "/post"};
  const auto holder = Find<AccountRow>(view, {appoint.holder});
  if (!holder || holder->kind != AccountKind::kOfficial) {
    return Rejection{Reason::kHolderUnknown, "/holder"};
  }
  const auto current = Find<AppointmentRow>(view, {appoint.holder, appoint.post});
  const Date today = Date::Of(in.context.now);
  const bool runs = current && !current->dismissed_at && current->until >= today;
  if (runs && !Extends(*current, appoint)) return Rejection{Reason::kAppointmentOverlaps, "/from"};
  if (appoint.until < appoint.from || appoint.until < today) {
    return Rejection{Reason::kPeriodInvalid, "/until"};
  }
  Outcome outcome;
  outcome.Put<AppointmentRow>(
      {appoint.holder, appoint.post},
      AppointmentRow{runs ? current->from : appoint.from, appoint.until, std::nullopt});
  return outcome;
}

Authority AuthorityOf(const RuleInput& in, const PostDismiss& /*dismiss*/) {
  return ByQuorum(in, Role::kAdministrator);
}

void AddRows(RowKeys& keys, const Header& header, const PostDismiss& /*dismiss*/) {
  keys.AddAccount(header.account);
}

Checked<Outcome> Rule(const RuleInput& in, const PostDismiss& dismiss) {
  const View& view = in.context.view;
  const Timestamp now = in.context.now;
  if (!Find<PostRow>(view, {dismiss.post})) return Rejection{Reason::kPostUnknown, "/post"};
  auto appointment = Find<AppointmentRow>(view, {dismiss.holder, dismiss.post});
  if (!appointment || appointment->dismissed_at || appointment->until < Date::Of(now)) {
    return Rejection{Reason::kAppointmentUnknown, "/holder"};
  }
  appointment->dismissed_at = now;
  Outcome outcome;
  outcome.Put<AppointmentRow>({dismiss.holder, dismiss.post}, *appointment);
  Overlay after(view);
  for (const RowChange& change : outcome.changes) after.Put(change.key, *change.value);
  if (HoldersOf(after, Role::kAdministrator, now).size() < in.ledger.quorum) {
    return Rejection{Reason::kQuorumWouldBeLost};
  }
  return outcome;
}

}  // namespace enishi
