#include "tests/model/model.h"

#include <algorithm>

namespace enishi::testing {
namespace {

constexpr uint64_t kDay = 86'400'000;

bool HasEnded(std::optional<Date> last_day, Timestamp now) {
  return last_day && Date::Of(now) > *last_day;
}

// The first day of the month, fiscal year or week is enough to tell two periods apart.
std::string PeriodOf(Period period, Date day) {
  const std::string text = day.ToString();
  switch (period) {
    case Period::kDay:
      return text;
    case Period::kWeek:  // 1970-01-01 was a Thursday
      return std::to_string((day.day + 3) / 7);
    case Period::kMonth:
      return text.substr(0, 7);
    case Period::kFiscalYear: {
      const int year = std::stoi(text.substr(0, 4));
      return std::to_string(text.substr(5, 2) < "04" ? year - 1 : year);
    }
    case Period::kProgramme:
      return "";
  }
  return "";
}

int64_t AmountIn(const Payload& payload) {
  if (const auto* charge = std::get_if<Charge>(&payload)) return charge->amount.minor();
  if (const auto* payment = std::get_if<PaymentPay>(&payload)) return payment->amount.minor();
  if (const auto* capture = std::get_if<PaymentCapture>(&payload)) return capture->amount.minor();
  return 0;
}

struct Office {
  std::optional<AccountKind> actor;
  std::optional<Role> role;
  bool quorum = false;
};

// specs/authority.md.
Office OfficeFor(const std::string& kind) {
  const auto official = AccountKind::kOfficial;
  const auto participant = AccountKind::kParticipant;
  if (kind == "clock.advance") return {official, Role::kAdministrator};
  if (kind == "programme.create") return {official, Role::kPlanner, true};
  if (kind == "account.open" || kind == "account.enrol") return {official, Role::kRegistrar};
  if (kind == "activity.create") return {official, Role::kCoordinator};
  if (kind == "charge") return {official, Role::kCashier};
  if (kind == "key.add" || kind == "key.revoke" || kind == "participation.record") return {};
  if (kind == "payment.capture") return {AccountKind::kShop, {}};
  if (kind == "participation.claim" || kind == "payment.pay" || kind == "code.cancel") {
    return {participant, {}};
  }
  return {official, Role::kAdministrator, true};
}

bool OpensItself(const Instruction& instruction) {
  const auto* open = std::get_if<AccountOpen>(&instruction.payload);
  return open != nullptr && AccountId::FromKey(open->key) == instruction.header.account;
}

// Whether the key is the new one of this instruction.
bool IsBroughtBy(const Instruction& instruction, const PublicKey& key) {
  const auto* open = std::get_if<AccountOpen>(&instruction.payload);
  const auto* add = std::get_if<KeyAdd>(&instruction.payload);
  return (open != nullptr && open->key == key) || (add != nullptr && add->key == key);
}

bool SignedBy(const Instruction& instruction, const PublicKey& key) {
  for (const auto& by : instruction.signatures) {
    if (by.key == key) return true;
  }
  return false;
}

}  // namespace

std::optional<Reason> Model::Submit(const Instruction& instruction, Timestamp now,
                                    const Hash& ledger) {
  Case at{instruction, now, Date::Of(now), ledger, instruction.header.account};
  const bool founding = std::holds_alternative<Genesis>(instruction.payload);
  at.Refuse(!genesis_ && !founding, Reason::kGenesisMissing);
  at.Refuse(genesis_ && founding, Reason::kGenesisRepeated);
  if (at.reasons.empty()) {
    CheckHeader(at);
    if (!founding) CheckSigners(at);
    std::visit([&](const auto& kind) { Do(at, kind); }, instruction.payload);
  }
  if (!at.reasons.empty()) return *at.reasons.begin();
  at.keep = true;
  std::visit([&](const auto& kind) { Do(at, kind); }, instruction.payload);
  used_ids_.insert({at.actor, instruction.header.id});
  ++entries_;
  return std::nullopt;
}

void Model::CheckHeader(Case& at) const {
  const Header& header = at.instruction.header;
  const uint64_t made = header.id.time().ms;
  at.Refuse(header.ledger != at.ledger, Reason::kLedgerMismatch);
  at.Refuse(at.now > header.valid_until, Reason::kValidUntilPassed);
  at.Refuse(header.valid_until.ms > made + kDay, Reason::kValidUntilTooFar);
  at.Refuse(made > at.now.ms + kDay || at.now.ms > made + kDay, Reason::kIdTimeOutOfWindow);
  at.Refuse(used_ids_.contains({header.account, header.id}), Reason::kIdConflict);
}

void Model::CheckSigners(Case& at) const {
  const Instruction& instruction = at.instruction;
  const size_t count = instruction.signatures.size();
  const auto* open = std::get_if<AccountOpen>(&instruction.payload);
  if (std::holds_alternative<ExpirySweep>(instruction.payload)) {
    const bool service = at.actor == AccountId::FromKey(genesis_->service_key);
    at.Refuse(!service && !accounts_.contains(at.actor), Reason::kAccountUnknown);
    at.Refuse(!service, Reason::kAccountKindWrong);
    at.Refuse(!SignedBy(instruction, genesis_->service_key), Reason::kActorNotSigned);
    at.Refuse(count > 1, Reason::kSignerUnneeded);
    return;
  }
  if (OpensItself(instruction)) {
    at.Refuse(open->holder != AccountKind::kParticipant || open->enrolled,
              Reason::kAccountKindWrong);
    at.Refuse(!SignedBy(instruction, open->key), Reason::kActorNotSigned);
    at.Refuse(count > 1, Reason::kSignerUnneeded);
    return;
  }
  const Office office = OfficeFor(std::string(KindName(instruction.payload)));
  at.Refuse(!accounts_.contains(at.actor), Reason::kAccountUnknown);
  at.Refuse(office.actor && !Is(at.actor, *office.actor), Reason::kAccountKindWrong);
  at.Refuse(open != nullptr && open->enrolled && open->holder != AccountKind::kParticipant,
            Reason::kAccountKindWrong);
  std::vector<AccountId> signers;
  size_t counted = count;
  for (const auto& by : instruction.signatures) {
    if (IsBroughtBy(instruction, by.key)) {
      --counted;
      continue;
    }
    CheckKey(at, by.key);
    if (keys_.contains(by.key)) signers.push_back(keys_.at(by.key).account);
  }
  at.Refuse(std::count(signers.begin(), signers.end(), at.actor) == 0, Reason::kActorNotSigned);
  if (office.role) CheckOffice(at, *office.role, office.quorum, signers);
  at.Refuse(!office.quorum && counted > 1, Reason::kSignerUnneeded);
}

void Model::CheckKey(Case& at, const PublicKey& key) const {
  at.Refuse(!keys_.contains(key), Reason::kKeyUnknown);
  if (!keys_.contains(key)) return;
  const Key& known = keys_.at(key);
  const KeyAdd& limits = known.limits;
  const std::string kind(KindName(at.instruction.payload));
  at.Refuse(known.revoked, Reason::kKeyRevoked);
  at.Refuse(HasEnded(limits.until, at.now), Reason::kKeyExpired);
  const bool limited = limits.kinds || limits.amount_max || limits.until;
  at.Refuse(limited && kind.starts_with("key."), Reason::kKeyKindNotAllowed);
  at.Refuse(
      limits.kinds && std::count(limits.kinds->begin(), limits.kinds->end(), Reference{kind}) == 0,
      Reason::kKeyKindNotAllowed);
  at.Refuse(limits.amount_max && AmountIn(at.instruction.payload) > limits.amount_max->minor(),
            Reason::kKeyAmountExceeded);
}

void Model::CheckOffice(Case& at, Role role, bool quorum,
                        const std::vector<AccountId>& signers) const {
  at.Refuse(!InOffice(at.actor, role, at.today), Reason::kRoleMissing);
  if (!quorum) return;
  std::set<AccountId> approving;
  size_t useless = 0;
  for (const AccountId& signer : signers) {
    const bool counts = InOffice(signer, role, at.today) && approving.insert(signer).second;
    if (!counts) ++useless;
  }
  at.Refuse(approving.size() < genesis_->quorum, Reason::kQuorumNotMet);
  at.Refuse(useless > 0, Reason::kSignerUnneeded);
}

void Model::CheckFreshKey(Case& at, const PublicKey& key) const {
  at.Refuse(!SignedBy(at.instruction, key), Reason::kKeyNotSigned);
  at.Refuse(key == genesis_->log_key || key == genesis_->service_key, Reason::kKeyReserved);
  at.Refuse(keys_.contains(key), Reason::kKeyInUse);
}

void Model::CheckAttending(Case& at, AccountId participant, const ActivityCreate& activity) const {
  const ProgrammeCreate& programme = programmes_.at(activity.programme);
  const int64_t award = activity.award.minor();
  const bool enrolled = accounts_.contains(participant) && accounts_.at(participant).enrolled;
  at.Refuse(award > 0 && !enrolled, Reason::kNotEnrolled);
  at.Refuse(award > 0 && HasEnded(programme.expires_on, at.now), Reason::kProgrammeNotOpen);
  at.Refuse(at.now < activity.starts_at, Reason::kActivityNotStarted);
  uint32_t present = 0;
  for (const Taking& taking : takings_) {
    if (taking.activity != activity.activity) continue;
    ++present;
    at.Refuse(taking.participant == participant, Reason::kAlreadyParticipated);
  }
  at.Refuse(activity.capacity && present >= *activity.capacity, Reason::kActivityFull);
  if (award == 0) return;
  for (const Cap& cap : programme.caps) {
    const int64_t before =
        Awarded(participant, activity.programme, cap.period, Date::Of(activity.starts_at));
    at.Refuse(before + award > cap.amount.minor(), Reason::kCapReached);
  }
  at.Refuse(BudgetUsed(activity.programme) + award > programme.budget.minor(),
            Reason::kBudgetExhausted);
}

void Model::CheckCode(Case& at, const PaymentCode& code, const CurrencyCreate& currency,
                      AccountId shop, int64_t amount) const {
  const uint64_t life = code.payee ? kDay : 60'000;
  const int64_t most = code.amount_max.minor();
  const bool large = most > currency.open_code_max.minor();
  at.Refuse(code.ledger != at.ledger || !Is(code.payer, AccountKind::kParticipant) ||
                !CodeKeyMaySign(at, code.key, code.payer, "payment.pay", amount),
            Reason::kCodeWrong);
  at.Refuse(at.now > code.valid_until, Reason::kCodeExpired);
  at.Refuse(code.valid_until.ms > at.now.ms + life, Reason::kCodeLifetimeTooLong);
  at.Refuse(large && !code.payee, Reason::kCodePayeeRequired);
  at.Refuse(code.payee && *code.payee != shop, Reason::kCodePayeeWrong);
  at.Refuse(IsUsed(at, code), Reason::kCodeUsed);
  at.Refuse(amount > most || (large && amount < most), Reason::kCodeAmountExceeded);
}

void Model::CheckFunds(Case& at, AccountId payer, const CurrencyCode& currency, int64_t amount,
                       Reason when_expired) const {
  int64_t live = 0;
  int64_t all = 0;
  for (const Purse& purse : InSpendOrder(payer, currency, at.now)) live += purse.amount;
  for (const Purse& purse : InSpendOrder(payer, currency, Timestamp{})) all += purse.amount;
  at.Refuse(live < amount && all >= amount, when_expired);
  at.Refuse(live < amount && all < amount, Reason::kInsufficientFunds);
}

int64_t Model::Of(const std::map<uint32_t, int64_t>& sums, uint32_t origin) {
  return sums.contains(origin) ? sums.at(origin) : 0;
}

bool Model::Is(AccountId account, AccountKind kind) const {
  return accounts_.contains(account) && accounts_.at(account).kind == kind;
}

bool Model::InOffice(AccountId account, Role role, Date today) const {
  for (const auto& [who, term] : terms_) {
    if (who.first == account && posts_.at(who.second).contains(role) && term.from <= today &&
        today <= term.until && !term.dismissed) {
      return true;
    }
  }
  return false;
}

bool Model::IsUsed(const Case& at, const PaymentCode& code) const {
  const auto used = used_codes_.find({code.payer, code.nonce});
  return used != used_codes_.end() && at.now <= used->second;
}

bool Model::CodeKeyMaySign(const Case& at, const PublicKey& key, AccountId account,
                           std::string_view kind, int64_t amount) const {
  if (!keys_.contains(key)) return false;
  const Key& known = keys_.at(key);
  const auto& kinds = known.limits.kinds;
  return known.account == account && !known.revoked && !HasEnded(known.limits.until, at.now) &&
         (!kinds || std::count(kinds->begin(), kinds->end(), Reference{std::string(kind)}) > 0) &&
         (!known.limits.amount_max || amount <= known.limits.amount_max->minor());
}

std::vector<Model::Purse> Model::InSpendOrder(AccountId payer, const CurrencyCode& currency,
                                              Timestamp now) const {
  std::vector<Purse> mine;
  for (const Purse& purse : purses_) {
    if (purse.holder == payer && origins_.at(purse.origin - 1).currency == currency &&
        !HasEnded(purse.last_day, now)) {
      mine.push_back(purse);
    }
  }
  std::sort(mine.begin(), mine.end(), [&](const Purse& a, const Purse& b) {
    const Date day_a = a.last_day.value_or(Date{Date::kMaxDay});
    const Date day_b = b.last_day.value_or(Date{Date::kMaxDay});
    if (day_a != day_b) return day_a < day_b;
    const bool bonus_a = origins_.at(a.origin - 1).programme.has_value();
    const bool bonus_b = origins_.at(b.origin - 1).programme.has_value();
    if (bonus_a != bonus_b) return bonus_a;
    if (a.since != b.since) return a.since < b.since;
    return a.origin < b.origin;
  });
  return mine;
}

bool Model::HasOpenKey(AccountId account, const PublicKey& without) const {
  for (const auto& [key, known] : keys_) {
    const KeyAdd& limits = known.limits;
    if (key != without && known.account == account && !known.revoked && !limits.kinds &&
        !limits.amount_max && !limits.until) {
      return true;
    }
  }
  return false;
}

int64_t Model::BudgetUsed(const Code& programme) const {
  int64_t used = 0;
  for (const Taking& taking : takings_) {
    if (taking.programme == programme) used += taking.award;
  }
  return used - (room_returned_.contains(programme) ? room_returned_.at(programme) : 0);
}

int64_t Model::Awarded(AccountId participant, const Code& programme, Period period,
                       Date day) const {
  int64_t awarded = 0;
  for (const Taking& taking : takings_) {
    if (taking.participant == participant && taking.programme == programme &&
        PeriodOf(period, taking.day) == PeriodOf(period, day)) {
      awarded += taking.award;
    }
  }
  return awarded;
}

uint32_t Model::AddOrigin(const CurrencyCode& currency, const std::optional<Code>& programme) {
  const auto number = static_cast<uint32_t>(origins_.size() + 1);
  origins_.push_back({number, currency, programme});
  return number;
}

void Model::Give(AccountId holder, uint32_t origin, std::optional<Date> last_day, int64_t amount) {
  for (Purse& purse : purses_) {
    if (purse.holder == holder && purse.origin == origin && purse.last_day == last_day) {
      purse.amount += amount;
      std::erase_if(purses_, [](const Purse& empty) { return empty.amount == 0; });
      return;
    }
  }
  purses_.push_back({holder, origin, last_day, amount, entries_});
}

void Model::Issue(AccountId holder, uint32_t origin, std::optional<Date> last_day, int64_t amount) {
  Give(holder, origin, last_day, amount);
  issued_[origin] += amount;
  issued_by_day_[{origin, last_day}] += amount;
  if (last_day) due_.insert({*last_day, holder});
}

void Model::Pay(const Case& at, AccountId payer, AccountId shop, const CurrencyCode& currency,
                int64_t amount) {
  for (const Purse& purse : InSpendOrder(payer, currency, at.now)) {
    const int64_t part = std::min(amount, purse.amount);
    if (part == 0) return;
    Give(payer, purse.origin, purse.last_day, -part);
    Give(shop, purse.origin, purse.last_day, part);
    amount -= part;
  }
}

void Model::Attend(AccountId participant, const ActivityCreate& activity) {
  const int64_t award = activity.award.minor();
  takings_.push_back(
      {participant, activity.activity, activity.programme, Date::Of(activity.starts_at), award});
  if (award == 0) return;
  for (const Origin& origin : origins_) {
    if (origin.programme == activity.programme) {
      Issue(participant, origin.number, programmes_.at(activity.programme).expires_on, award);
    }
  }
}

}  // namespace enishi::testing
