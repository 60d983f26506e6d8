#include "ledger/rules/kinds/participation.h"

#include <algorithm>

#include "ledger/rules/limits.h"
#include "ledger/rules/lots.h"
#include "ledger/rules/period.h"
#include "ledger/rules/state/rows/account.h"
#include "ledger/rules/state/rows/activity.h"
#include "ledger/rules/state/rows/programme.h"

namespace enishi {
namespace {

// A community attests its activities as long as it exists, an official only while in office as a
// coordinator: officials change every April, and the key of a former one must not award.
bool MayAttest(const Context& context, AccountId organiser) {
  const auto account = Find<AccountRow>(context.view, {organiser});
  if (!account || account->kind != AccountKind::kOfficial) return account.has_value();
  return HasRole(context.view, organiser, Role::kCoordinator, context.now);
}

struct Attendance {
  AccountId participant;
  Code activity;
  bool by_code = false;
};

// Counts the award against the person's caps and the programme's budget, or refuses it whole.
std::optional<Rejection> CountAward(const View& view, const ActivityRow& activity,
                                    const ProgrammeRow& programme, AccountId participant,
                                    Outcome& outcome) {
  const Date day = Date::Of(activity.starts_at);
  for (const Cap& cap : programme.caps) {
    const CapRow::Key key{activity.programme, participant, cap.period,
                          PeriodStart(cap.period, day)};
    const Amount before = Find<CapRow>(view, key).value_or(CapRow{}).awarded;
    const auto after = before.Plus(activity.award);
    if (!after || *after > cap.amount) return Rejection{Reason::kCapReached};
    outcome.Put<CapRow>(key, CapRow{*after});
  }
  const Amount used = Find<BudgetRow>(view, {activity.programme}).value_or(BudgetRow{}).used;
  const auto after = used.Plus(activity.award);
  if (!after || *after > programme.budget) return Rejection{Reason::kBudgetExhausted};
  outcome.Put<BudgetRow>({activity.programme}, BudgetRow{*after});
  return std::nullopt;
}

// Counts the award against caps and budget, then issues the points.
Checked<Outcome> Award(const RuleInput& in, const ActivityRow& activity,
                       const ProgrammeRow& programme, AccountId participant) {
  Outcome counted;
  if (auto refused = CountAward(in.context.view, activity, programme, participant, counted)) {
    return *std::move(refused);
  }
  auto outcome = IssueLots(in.context, {.participant = participant,
                                        .lot_class = programme.lot_class,
                                        .expires_on = programme.expires_on,
                                        .amount = activity.award});
  if (!outcome) return outcome;
  std::move(counted.changes.begin(), counted.changes.end(), std::back_inserter(outcome->changes));
  return outcome;
}

Checked<Outcome> Attend(const RuleInput& in, const ActivityRow& activity,
                        const Attendance& attendance) {
  const View& view = in.context.view;
  const auto account = Find<AccountRow>(view, {attendance.participant});
  const auto programme = Find<ProgrammeRow>(view, {activity.programme});
  // Both exist unless their rows are unreadable, and then the committer drops this refusal.
  if (!account) return Rejection{Reason::kParticipantUnknown};
  if (!programme) return Rejection{Reason::kProgrammeUnknown};
  const bool awarded = !activity.award.IsZero();
  if (awarded && !account->enrolled) return Rejection{Reason::kNotEnrolled};
  if (awarded && HasEnded(programme->expires_on, in.context.now)) {
    return Rejection{Reason::kProgrammeNotOpen, "", "its points have expired"};
  }
  if (in.context.now < activity.starts_at) return Rejection{Reason::kActivityNotStarted};
  const ParticipationRow::Key key{attendance.participant, attendance.activity};
  if (Find<ParticipationRow>(view, key)) return Rejection{Reason::kAlreadyParticipated};
  const uint32_t before =
      Find<AttendanceRow>(view, {attendance.activity}).value_or(AttendanceRow{}).participants;
  if (activity.capacity && before >= *activity.capacity) return Rejection{Reason::kActivityFull};
  Outcome outcome;
  if (awarded) {
    auto award = Award(in, activity, *programme, attendance.participant);
    if (!award) return award;
    outcome = *std::move(award);
  }
  outcome.Put<AttendanceRow>({attendance.activity}, AttendanceRow{before + 1});
  outcome.Put<ParticipationRow>(key, ParticipationRow{attendance.by_code, activity.award});
  return outcome;
}

}  // namespace

Authority AuthorityOf(const RuleInput& /*in*/, const ParticipationRecord& /*record*/) {
  return ByAnyAccount();
}

void AddRows(RowKeys& keys, const Header& header, const ParticipationRecord& record) {
  keys.AddAccount(header.account);
  keys.AddAccount(record.participant);
  keys.AddHolding(record.participant);
}

Checked<Outcome> Rule(const RuleInput& in, const ParticipationRecord& record) {
  const auto activity = Find<ActivityRow>(in.context.view, {record.activity});
  if (!activity) return Rejection{Reason::kActivityUnknown, "/activity"};
  const auto account = Find<AccountRow>(in.context.view, {record.participant});
  if (!account || account->kind != AccountKind::kParticipant) {
    return Rejection{Reason::kParticipantUnknown, "/participant"};
  }
  if (in.header.account != activity->organiser || !MayAttest(in.context, activity->organiser)) {
    return Rejection{Reason::kNotOrganiser};
  }
  return Attend(in, *activity, {record.participant, record.activity, false});
}

Authority AuthorityOf(const RuleInput& /*in*/, const ParticipationClaim& /*claim*/) {
  return ByAccount(AccountKind::kParticipant);
}

void AddRows(RowKeys& keys, const Header& header, const ParticipationClaim& /*claim*/) {
  keys.AddAccount(header.account);
  keys.AddHolding(header.account);
}

Checked<Outcome> Rule(const RuleInput& in, const ParticipationClaim& claim) {
  const AttendanceCode& code = claim.code.code;
  const auto activity = Find<ActivityRow>(in.context.view, {code.activity});
  if (!activity) return Rejection{Reason::kActivityUnknown, "/code"};
  if (code.ledger != in.context.ledger || code.organiser != activity->organiser ||
      !MayAttest(in.context, activity->organiser) ||
      !KeyMaySign(in.context, code.key, code.organiser, ParticipationRecord::kKind, Amount())) {
    return Rejection{Reason::kAttendanceCodeWrong, "/code"};
  }
  if (in.context.now < code.valid_from || in.context.now >= code.valid_until ||
      code.valid_until.ms - code.valid_from.ms > kAttendanceCodeMsMax) {
    return Rejection{Reason::kAttendanceCodeExpired, "/code"};
  }
  return Attend(in, *activity, {in.header.account, code.activity, true});
}

}  // namespace enishi
