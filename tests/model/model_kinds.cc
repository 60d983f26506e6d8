#include <algorithm>

#include "tests/model/model.h"

namespace enishi::testing {
namespace {

constexpr uint64_t kEndOfSimulatedTime = 32'503'647'600'000;  // 2999-12-31T15:00:00Z
constexpr int64_t kMost = 9'007'199'254'740'991;
constexpr size_t kSweep = 200;

}  // namespace

// The town founds its ledger well; what can be wrong with a genesis is tested elsewhere.
void Model::Do(Case& at, const Genesis& genesis) {
  if (!at.keep) return;
  genesis_ = genesis;
  clock_ = at.now;
  const Code post{"administrator"};
  posts_[post] = {Role::kAdministrator};
  for (const PublicKey& key : genesis.administrators) {
    const AccountId account = AccountId::FromKey(key);
    accounts_[account] = {AccountKind::kOfficial, false};
    keys_[key] = {account, {}, false};
    terms_[{account, post}] = {at.today, genesis.until, false};
  }
}

void Model::Do(Case& at, const RulesActivate& activate) {
  at.Refuse(activate.version <= 1, Reason::kRulesNotNewer);
  at.Refuse(activate.version > 1, Reason::kRulesUnknown);  // there is only one version
}

void Model::Do(Case& at, const ClockAdvance& advance) {
  at.Refuse(advance.to.ms > kEndOfSimulatedTime, Reason::kPeriodInvalid);
  at.Refuse(advance.to <= *clock_, Reason::kClockBackwards);
  if (at.keep) clock_ = advance.to;
}

void Model::Do(Case& at, const ExpirySweep& /*sweep*/) {
  at.Refuse(due_.empty() || due_.begin()->first >= at.today, Reason::kNothingToExpire);
  if (!at.keep) return;
  for (size_t i = 0; i < kSweep && !due_.empty() && due_.begin()->first < at.today; ++i) {
    const auto [day, account] = *due_.begin();
    due_.erase(due_.begin());
    for (Purse& purse : purses_) {
      if (purse.holder != account || purse.last_day != day) continue;
      expired_[purse.origin] += purse.amount;
      const auto& programme = origins_.at(purse.origin - 1).programme;
      if (programme &&
          programmes_.at(*programme).fiscal_year == static_cast<uint32_t>(day.FiscalYear())) {
        room_returned_[*programme] += purse.amount;
      }
      purse.amount = 0;
    }
  }
  std::erase_if(purses_, [](const Purse& purse) { return purse.amount == 0; });
}

void Model::Do(Case& at, const AccountOpen& open) {
  CheckFreshKey(at, open.key);
  if (!at.keep) return;
  const AccountId account = AccountId::FromKey(open.key);
  accounts_[account] = {open.holder, open.enrolled};
  keys_[open.key] = {account, {}, false};
}

void Model::Do(Case& at, const AccountEnrol& enrol) {
  const bool participant = Is(enrol.participant, AccountKind::kParticipant);
  at.Refuse(!participant, Reason::kParticipantUnknown);
  at.Refuse(participant && accounts_.at(enrol.participant).enrolled, Reason::kAlreadyEnrolled);
  if (at.keep) accounts_.at(enrol.participant).enrolled = true;
}

void Model::Do(Case& at, const KeyAdd& add) {
  CheckFreshKey(at, add.key);
  if (add.kinds) {
    std::set<Reference> distinct;
    for (const Reference& kind : *add.kinds) {
      at.Refuse(!EmptyPayload(kind.text) || !distinct.insert(kind).second, Reason::kLimitInvalid);
    }
  }
  at.Refuse(add.until && *add.until < at.today, Reason::kPeriodInvalid);
  if (at.keep) keys_[add.key] = {at.actor, add, false};
}

void Model::Do(Case& at, const KeyRevoke& revoke) {
  const auto known = keys_.find(revoke.key);
  at.Refuse(known == keys_.end() || known->second.account != at.actor || known->second.revoked,
            Reason::kKeyNotOnAccount);
  at.Refuse(!HasOpenKey(at.actor, revoke.key), Reason::kKeyLast);
  if (at.keep) known->second.revoked = true;
}

void Model::Do(Case& at, const PostCreate& create) {
  at.Refuse(posts_.contains(create.post), Reason::kNameTaken);
  if (at.keep) posts_[create.post] = {create.roles.begin(), create.roles.end()};
}

void Model::Do(Case& at, const PostAppoint& appoint) {
  for (const auto& by : at.instruction.signatures) {
    at.Refuse(keys_.contains(by.key) && keys_.at(by.key).account == appoint.holder,
              Reason::kSignerBenefits);
  }
  at.Refuse(!posts_.contains(appoint.post), Reason::kPostUnknown);
  at.Refuse(!Is(appoint.holder, AccountKind::kOfficial), Reason::kHolderUnknown);
  const auto term = terms_.find({appoint.holder, appoint.post});
  const bool runs =
      term != terms_.end() && !term->second.dismissed && term->second.until >= at.today;
  const bool joins = runs && appoint.from >= term->second.from &&
                     appoint.from <= term->second.until.PlusDays(1) &&
                     appoint.until > term->second.until;
  at.Refuse(runs && !joins, Reason::kAppointmentOverlaps);
  at.Refuse(appoint.until < appoint.from || appoint.until < at.today, Reason::kPeriodInvalid);
  if (!at.keep) return;
  const Date from = runs ? term->second.from : appoint.from;
  terms_[{appoint.holder, appoint.post}] = {from, appoint.until, false};
}

void Model::Do(Case& at, const PostDismiss& dismiss) {
  at.Refuse(!posts_.contains(dismiss.post), Reason::kPostUnknown);
  const auto term = terms_.find({dismiss.holder, dismiss.post});
  const bool holds =
      term != terms_.end() && !term->second.dismissed && term->second.until >= at.today;
  at.Refuse(!holds, Reason::kAppointmentUnknown);
  if (!holds) return;
  term->second.dismissed = true;
  size_t left = 0;
  for (const auto& [account, row] : accounts_) {
    if (InOffice(account, Role::kAdministrator, at.today)) ++left;
  }
  at.Refuse(left < genesis_->quorum, Reason::kQuorumWouldBeLost);
  term->second.dismissed = at.keep;
}

void Model::Do(Case& at, const CurrencyCreate& create) {
  at.Refuse(currencies_.contains(create.currency), Reason::kNameTaken);
  at.Refuse(create.paid_months && *create.paid_months > 120, Reason::kPeriodInvalid);
  if (!at.keep) return;
  currencies_[create.currency] = create;
  AddOrigin(create.currency, std::nullopt);
}

void Model::Do(Case& at, const ProgrammeCreate& create) {
  at.Refuse(!currencies_.contains(create.currency), Reason::kCurrencyUnknown);
  at.Refuse(programmes_.contains(create.programme), Reason::kNameTaken);
  std::set<Period> periods;
  for (const Cap& cap : create.caps) {
    at.Refuse(!periods.insert(cap.period).second, Reason::kLimitInvalid);
  }
  at.Refuse(create.ends_on < create.starts_on || create.expires_on < create.ends_on ||
                create.starts_on.FiscalYear() != static_cast<int>(create.fiscal_year),
            Reason::kPeriodInvalid);
  if (!at.keep) return;
  programmes_[create.programme] = create;
  AddOrigin(create.currency, create.programme);
}

void Model::Do(Case& at, const ActivityCreate& create) {
  at.Refuse(!programmes_.contains(create.programme), Reason::kProgrammeUnknown);
  at.Refuse(!Is(create.organiser, AccountKind::kOfficial) &&
                !Is(create.organiser, AccountKind::kCommunity),
            Reason::kHolderUnknown);
  at.Refuse(activities_.contains(create.activity), Reason::kNameTaken);
  at.Refuse(create.ends_at <= create.starts_at, Reason::kPeriodInvalid);
  if (programmes_.contains(create.programme)) {
    const ProgrammeCreate& programme = programmes_.at(create.programme);
    const Date day = Date::Of(create.starts_at);
    at.Refuse(day < programme.starts_on || day > programme.ends_on, Reason::kProgrammeNotOpen);
    at.Refuse(create.award > programme.award_max, Reason::kAwardTooLarge);
  }
  if (at.keep) activities_[create.activity] = create;
}

bool Model::MayAttest(const Case& at, AccountId organiser) const {
  return Is(organiser, AccountKind::kCommunity) ||
         InOffice(organiser, Role::kCoordinator, at.today);
}

void Model::Do(Case& at, const ParticipationRecord& record) {
  const auto activity = activities_.find(record.activity);
  at.Refuse(activity == activities_.end(), Reason::kActivityUnknown);
  at.Refuse(!Is(record.participant, AccountKind::kParticipant), Reason::kParticipantUnknown);
  if (activity == activities_.end()) return;
  at.Refuse(at.actor != activity->second.organiser || !MayAttest(at, at.actor),
            Reason::kNotOrganiser);
  CheckAttending(at, record.participant, activity->second);
  if (at.keep) Attend(record.participant, activity->second);
}

void Model::Do(Case& at, const ParticipationClaim& claim) {
  const AttendanceCode& code = claim.code.code;
  const auto activity = activities_.find(code.activity);
  at.Refuse(activity == activities_.end(), Reason::kActivityUnknown);
  if (activity == activities_.end()) return;
  at.Refuse(code.ledger != at.ledger || code.organiser != activity->second.organiser ||
                !MayAttest(at, code.organiser) ||
                !CodeKeyMaySign(at, code.key, code.organiser, "participation.record", 0),
            Reason::kAttendanceCodeWrong);
  at.Refuse(at.now < code.valid_from || at.now >= code.valid_until ||
                code.valid_until.ms > code.valid_from.ms + 5 * 60'000,
            Reason::kAttendanceCodeExpired);
  CheckAttending(at, at.actor, activity->second);
  if (at.keep) Attend(at.actor, activity->second);
}

void Model::Do(Case& at, const Charge& charge) {
  const auto currency = currencies_.find(charge.currency);
  at.Refuse(currency == currencies_.end(), Reason::kCurrencyUnknown);
  at.Refuse(!Is(charge.participant, AccountKind::kParticipant), Reason::kParticipantUnknown);
  at.Refuse(charge.amount.minor() == 0, Reason::kAmountZero);
  if (currency == currencies_.end()) return;
  std::optional<Date> last_day;
  if (const auto months = currency->second.paid_months) {
    // The day before the first of the month after.
    last_day = at.today.FirstOfMonth().PlusMonths(static_cast<int>(*months) + 1).PlusDays(-1);
  }
  const auto origin = std::find_if(origins_.begin(), origins_.end(), [&](const Origin& one) {
    return one.currency == charge.currency && !one.programme;
  });
  at.Refuse(issued_by_day_[{origin->number, last_day}] + charge.amount.minor() > kMost,
            Reason::kAmountOverflow);
  if (at.keep) Issue(charge.participant, origin->number, last_day, charge.amount.minor());
}

void Model::Do(Case& at, const PaymentPay& payment) {
  const auto currency = currencies_.find(payment.currency);
  const int64_t amount = payment.amount.minor();
  at.Refuse(currency == currencies_.end(), Reason::kCurrencyUnknown);
  at.Refuse(!Is(payment.shop, AccountKind::kShop), Reason::kShopUnknown);
  at.Refuse(amount == 0, Reason::kAmountZero);
  if (currency == currencies_.end()) return;
  at.Refuse(payment.amount > currency->second.payment_max, Reason::kPaymentTooLarge);
  CheckFunds(at, at.actor, payment.currency, amount, Reason::kLotsExpired);
  if (at.keep) Pay(at, at.actor, payment.shop, payment.currency, amount);
}

void Model::Do(Case& at, const PaymentCapture& capture) {
  const PaymentCode& code = capture.code.code;
  const auto currency = currencies_.find(code.currency);
  const int64_t amount = capture.amount.minor();
  at.Refuse(currency == currencies_.end(), Reason::kCurrencyUnknown);
  at.Refuse(amount == 0, Reason::kAmountZero);
  if (currency == currencies_.end()) return;
  at.Refuse(capture.amount > currency->second.payment_max, Reason::kPaymentTooLarge);
  CheckCode(at, code, currency->second, at.actor, amount);
  CheckFunds(at, code.payer, code.currency, amount, Reason::kInsufficientFunds);
  if (!at.keep) return;
  Pay(at, code.payer, at.actor, code.currency, amount);
  used_codes_[{code.payer, code.nonce}] = code.valid_until;
}

void Model::Do(Case& at, const CodeCancel& cancel) {
  const PaymentCode& code = cancel.code.code;
  at.Refuse(code.payer != at.actor || code.ledger != at.ledger, Reason::kCodeWrong);
  at.Refuse(at.now > code.valid_until, Reason::kCodeExpired);
  at.Refuse(IsUsed(at, code), Reason::kCodeUsed);
  if (at.keep) used_codes_[{code.payer, code.nonce}] = code.valid_until;
}

}  // namespace enishi::testing
