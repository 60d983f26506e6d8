#include <algorithm>

#include "ledger/rules/authority.h"
#include "ledger/rules/limits.h"
#include "ledger/rules/lots.h"
#include "ledger/rules/period.h"
#include "ledger/rules/rules.h"

namespace enishi {
namespace {

// A community answers for its activities as long as it exists, an official only while in office as
// a coordinator: people change every April, and a key that stayed behind must not award.
bool MayAttest(const Context& context, AccountId organiser) {
  const auto account = Find<AccountRow>(context.view, {organiser});
  if (!account || account->kind != AccountKind::kOfficial) return account.has_value();
  const std::vector<Role> roles = RolesOf(context.view, organiser, context.now);
  return std::find(roles.begin(), roles.end(), Role::kCoordinator) != roles.end();
}

struct Attendance {
  AccountId participant;
  Code activity;
  bool by_code = false;
};

// Counts the award against the person's caps and the programme's budget; all or nothing.
std::optional<Rejection> TakeRoom(const View& view, const ActivityRow& activity,
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

// An award counts the points' room first and then brings them into being.
Checked<Outcome> Award(const RuleInput& in, const ActivityRow& activity,
                       const ProgrammeRow& programme, AccountId participant) {
  Outcome room;
  if (auto refused = TakeRoom(in.context.view, activity, programme, participant, room)) {
    return *std::move(refused);
  }
  auto outcome =
      IssueLots(in.context, participant, programme.lot_class, programme.expires_on, activity.award);
  if (!outcome) return outcome;
  std::move(room.changes.begin(), room.changes.end(), std::back_inserter(outcome->changes));
  return outcome;
}

Checked<Outcome> Attend(const RuleInput& in, const ActivityRow& activity,
                        const Attendance& attendance) {
  const View& view = in.context.view;
  const auto account = Find<AccountRow>(view, {attendance.participant});
  const auto programme = Find<ProgrammeRow>(view, {activity.programme});
  // Both are there; but a row that cannot be read looks as if it were not. Whoever commits knows,
  // and drops what is said here.
  if (!account) return Rejection{Reason::kParticipantUnknown};
  if (!programme) return Rejection{Reason::kProgrammeUnknown};
  const bool awarded = !activity.award.IsZero();
  if (awarded && !account->enrolled) return Rejection{Reason::kNotEnrolled};
  if (awarded && in.context.now >= programme->expires_on.End()) {
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

Checked<Outcome> Rule(const RuleInput& in, const ParticipationRecord& record) {
  const auto activity = Find<ActivityRow>(in.context.view, {record.activity});
  if (!activity) return Rejection{Reason::kActivityUnknown, "/activity"};
  const auto account = Find<AccountRow>(in.context.view, {record.participant});
  if (!account || account->kind != AccountKind::kParticipant) {
    return Rejection{Reason::kParticipantUnknown, "/participant"};
  }
  if (in.instruction.header.account != activity->organiser ||
      !MayAttest(in.context, activity->organiser)) {
    return Rejection{Reason::kNotOrganiser};
  }
  return Attend(in, *activity, {record.participant, record.activity, false});
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
  return Attend(in, *activity, {in.instruction.header.account, code.activity, true});
}

}  // namespace enishi
