#include "tests/model/random_town.h"

#include <algorithm>
#include <random>
#include <utility>

namespace enishi::testing {

RandomTown::RandomTown(uint64_t seed)
    : RandomTown(
          [random = std::mt19937_64(seed)](uint64_t count) mutable { return random() % count; }) {}

RandomTown::RandomTown(std::function<uint64_t(uint64_t)> below) : below_(std::move(below)) {
  town_.Found();
  town_.Furnish();
  people_ = {"p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7"};
  shops_ = {"s0", "s1", "s2"};
  administrators_ = {"mayor", "deputy", "clerk"};
  officials_ = {"planner-1", "planner-2", "registrar", "coordinator", "cashier",
                "auditor",   "mayor",     "deputy",    "clerk"};
  currencies_ = {Town::Currency(), CurrencyCode{"NONE"}};
  programmes_ = {Town::Name(Town::kProgramme), Town::Name("none")};
  activities_ = {Town::Name("none")};
}

std::string RandomTown::AnyAccount() {
  const uint64_t dice = Below(10);
  if (dice < 5) return Any(people_);
  if (dice < 7) return Any(shops_);
  return dice < 9 ? Any(officials_) : "service";
}

int64_t RandomTown::SomePoints() {
  const uint64_t dice = Below(100);
  if (dice < 4) return 0;
  if (dice < 6) return static_cast<int64_t>(100'000 + Below(2));
  if (dice == 6) return Amount::kMax - static_cast<int64_t>(Below(3));
  return static_cast<int64_t>(1 + Below(dice < 85 ? 300 : 6'000));
}

// Mostly the town's own, so that people have enough of it.
CurrencyCode RandomTown::SomeCurrency() { return Chance(65) ? Town::Currency() : Any(currencies_); }

// An instant near to now, often exactly at or next to the end of a day, a month or a fiscal year.
Timestamp RandomTown::SomeInstant() {
  const Timestamp now = town_.now();
  const Date today = Date::Of(now);
  Timestamp at{now.ms + 1 + Below(20 * kMinuteMs)};
  const uint64_t dice = Below(100);
  if (dice < 25) at = {now.ms + 1 + Below(kDayMs)};
  if (dice < 15) at = today.End();
  if (dice < 5) at = today.LastOfMonth().End();
  if (dice == 0) at = today.FirstOfFiscalYear().PlusMonths(12).Start();
  if (dice < 15 && Chance(30)) at.ms -= 1;
  return at;
}

std::optional<Date> RandomTown::SomeDay() {
  if (Chance(60)) return std::nullopt;
  return Date::Of(town_.now()).PlusDays(static_cast<int>(Below(40)) - 2);
}

PublicKey RandomTown::FreshKey() {
  if (Chance(5)) return town_.Key(AnyAccount()).public_key();
  return town_.Key("key-" + std::to_string(++names_)).public_key();
}

void RandomTown::Disturb(Header& header) {
  const uint64_t dice = Below(100);
  if (dice == 0) header.ledger[0] ^= 1;
  if (dice == 1) header.valid_until = {town_.now().ms - 1 + Below(2)};
  if (dice == 2) header.valid_until = {header.id.time().ms + kDayMs + Below(2)};
  if (dice == 3) header.id = Uuid::At({town_.now().ms + kDayMs + Below(2)});
  if (dice == 4 && !headers_.empty()) header.id = Any(headers_).id;
  if (dice == 5 && !headers_.empty()) header = Any(headers_);
}

Instruction RandomTown::Signed(const std::string& actor, Payload payload,
                               std::vector<std::string> signers) {
  Header header = town_.HeaderFor(actor);
  Disturb(header);
  signers.insert(signers.begin(), actor);
  if (Chance(2)) signers.push_back(AnyAccount());
  if (Chance(2)) signers.erase(signers.begin());
  // A second key of an account often signs in place of the first, in whatever state it is.
  for (std::string& label : signers) {
    if (Chance(2) || (others_.contains(label) && Chance(12))) label += "'s other";
  }
  std::sort(signers.begin(), signers.end());
  signers.erase(std::unique(signers.begin(), signers.end()), signers.end());
  if (signers.empty()) signers = {AnyAccount()};
  std::vector<const SigningKey*> keys;
  for (const std::string& label : signers) keys.push_back(&town_.Key(label));
  const SigningKey* fresh = town_.NewKeyIn(payload);
  if (fresh != nullptr && Chance(95) && std::count(keys.begin(), keys.end(), fresh) == 0) {
    keys.push_back(fresh);
  }
  return Sign(header, payload, keys);
}

Instruction RandomTown::Advance() {
  ClockAdvance advance{SomeInstant()};
  if (Chance(3)) advance.to = {town_.now().ms - Below(2)};
  return Signed(Chance(95) ? Any(administrators_) : AnyAccount(), advance);
}

Instruction RandomTown::Open() {
  const std::string label = Chance(80) ? Any(people_) : Chance(80) ? Any(shops_) : AnyAccount();
  if (Chance(25)) {
    return Signed(Chance(90) ? "registrar" : AnyAccount(),
                  AccountEnrol{town_.Account(Any(people_))});
  }
  AccountOpen open{town_.Key(label).public_key()};
  if (label.starts_with("s")) open.holder = AccountKind::kShop;
  if (Chance(5)) open.holder = static_cast<AccountKind>(Below(4));
  open.enrolled = open.holder == AccountKind::kParticipant ? Chance(70) : Chance(5);
  if (Chance(20)) open.enrolled = false;
  return Signed(Chance(80) ? "registrar" : label, open);
}

Instruction RandomTown::Keys() {
  const std::string label = Chance(80) ? Any(people_) : Any(shops_);
  if (Chance(30)) {
    const std::string key = Chance(80) ? label + "'s other" : AnyAccount();
    return Signed(label, KeyRevoke{town_.Key(key).public_key()});
  }
  KeyAdd add;
  add.key = Chance(60) ? town_.Key(label + "'s other").public_key() : FreshKey();
  if (Chance(30)) add.amount_max = Town::Points(SomePoints());
  if (Chance(30)) {
    add.kinds = {Reference{Chance(80) ? "payment.pay" : "payment.capture"}};
    if (Chance(20)) add.kinds->push_back(Reference{"payment.pay"});
    if (Chance(10)) add.kinds->push_back(Reference{"payment.nothing"});
  }
  add.until = SomeDay();
  return Signed(label, add);
}

Instruction RandomTown::Office() {
  const std::string actor = Any(administrators_);
  std::vector<std::string> with = {Any(administrators_)};
  if (Chance(20)) with.push_back(Any(officials_));
  const std::vector<Code> posts = {Town::Name("cashier"), Town::Name("coordinator"),
                                   Town::Name("administrator"), Town::Name("none")};
  const uint64_t dice = Below(100);
  if (dice < 10) {
    return Signed(actor, PostCreate{Any(posts), {static_cast<Role>(Below(7))}}, with);
  }
  if (dice < 30) {
    return Signed(actor, PostDismiss{Any(posts), town_.Account(Any(officials_))}, with);
  }
  const Date today = Date::Of(town_.now());
  PostAppoint appoint{Any(posts), town_.Account(Chance(95) ? Any(officials_) : AnyAccount()),
                      today.PlusDays(static_cast<int>(Below(5)) - 2), Town::Day("2035-03-31")};
  // Mostly people come back into the posts without which little happens.
  if (Chance(60)) appoint.holder = town_.Account(appoint.post.text);
  if (appoint.post != posts[2] && Chance(50)) {
    appoint.until = today.PlusDays(static_cast<int>(Below(30)) - 2);
  }
  return Signed(actor, appoint, with);
}

Instruction RandomTown::CreateCurrency() {
  CurrencyCreate create;
  create.currency = Chance(20) ? Town::Currency() : CurrencyCode{"C" + std::to_string(++names_)};
  create.issuer = *MunicipalityCode::Parse("372013");
  create.paid_months = static_cast<uint32_t>(Chance(5) ? 121 : Below(7));
  create.payment_max = Town::Points(10'000);
  create.open_code_max = Town::Points(1'000);
  return Signed("mayor", create, {Chance(90) ? "deputy" : "auditor"});
}

Instruction RandomTown::CreateProgramme() {
  const Date today = Date::Of(town_.now());
  ProgrammeCreate create;
  create.programme = Chance(5) ? Any(programmes_) : Town::Name("g" + std::to_string(++names_));
  create.currency = Any(currencies_);
  create.starts_on = today.PlusDays(static_cast<int>(Below(5)) - 4);
  create.fiscal_year = static_cast<uint32_t>(create.starts_on.FiscalYear()) + (Chance(3) ? 1 : 0);
  create.ends_on = create.starts_on.PlusDays(static_cast<int>(Below(40)) - 1);
  create.expires_on = create.ends_on.PlusDays(static_cast<int>(Below(20)) - 1);
  if (Chance(20)) create.expires_on = create.ends_on.LastOfMonth();
  create.budget = Town::Points(static_cast<int64_t>(500 + Below(4'000)));
  create.award_max = Town::Points(400);
  for (const Period period :
       {Period::kDay, Period::kWeek, Period::kMonth, Period::kFiscalYear, Period::kProgramme}) {
    const auto most = static_cast<int64_t>(150 * (1 + static_cast<int>(period)) + 250);
    if (Chance(40)) create.caps.push_back({period, Town::Points(most)});
  }
  if (Chance(3)) create.caps.insert(create.caps.end(), 2, {Period::kDay, Town::Points(1)});
  return Signed("planner-1", create, {Chance(95) ? "planner-2" : Any(officials_)});
}

Instruction RandomTown::Announce() {
  ActivityCreate create;
  create.activity = Chance(5) ? Any(activities_) : Town::Name("v" + std::to_string(++names_));
  create.programme = Chance(85) ? programmes_.back() : Any(programmes_);
  create.organiser = town_.Account(Chance(90) ? "coordinator" : AnyAccount());
  create.starts_at = {town_.now().ms - Below(4 * kHourMs) + kHourMs / 2};
  if (Chance(10)) create.starts_at = {town_.now().ms + kDayMs - Below(20 * kDayMs)};
  create.ends_at = {create.starts_at.ms + kHourMs - (Chance(3) ? kHourMs : 0)};
  if (!Chance(15)) create.award = Town::Points(static_cast<int64_t>(Below(410)));
  if (Chance(30)) create.capacity = static_cast<uint32_t>(Below(4));
  return Signed(Chance(95) ? "coordinator" : AnyAccount(), create);
}

Instruction RandomTown::Record() {
  const Code activity = Chance(85) ? activities_.back() : Any(activities_);
  const std::string person = Chance(97) ? Any(people_) : AnyAccount();
  return Signed(Chance(95) ? "coordinator" : AnyAccount(),
                ParticipationRecord{activity, town_.Account(person)});
}

Instruction RandomTown::Claim() {
  const Code activity = Chance(85) ? activities_.back() : Any(activities_);
  const std::string organiser = Chance(90) ? "coordinator" : AnyAccount();
  AttendanceCode code = town_.Attendance(organiser, activity.text, kMinuteMs).code;
  if (Chance(10)) code.valid_from.ms += 1;
  if (Chance(10)) code.valid_from.ms -= 4 * kMinuteMs + Below(2);
  if (Chance(10)) code.valid_until = {std::max(code.valid_from.ms + 1, town_.now().ms + Below(2))};
  if (Chance(3)) code.ledger[0] ^= 1;
  const SigningKey& key = town_.Key(Chance(95) ? organiser : AnyAccount());
  return Signed(Chance(97) ? Any(people_) : AnyAccount(),
                ParticipationClaim{*DecodeAttendanceCode(EncodeAttendanceCode(code, key))});
}

Instruction RandomTown::Sell() {
  const std::string person = Chance(97) ? Any(people_) : AnyAccount();
  return Signed(Chance(99) ? "cashier" : AnyAccount(),
                Charge{town_.Account(person), SomeCurrency(), Town::Points(SomePoints()), {}});
}

Instruction RandomTown::Pay() {
  const std::string shop = Chance(97) ? Any(shops_) : AnyAccount();
  return Signed(Chance(97) ? Any(people_) : AnyAccount(),
                PaymentPay{town_.Account(shop), SomeCurrency(), Town::Points(SomePoints()), {}});
}

SignedPaymentCode RandomTown::SomeCode(const std::string& payer) {
  if (Chance(25) && !codes_.empty()) {
    return codes_[codes_.size() - 1 - Below(std::min<size_t>(codes_.size(), 3))];
  }
  PaymentCode code = town_.Code(payer, SomePoints()).code;
  code.currency = SomeCurrency();
  if (Chance(30)) code.payee = town_.Account(Any(shops_));
  if (Chance(10)) code.valid_until = {town_.now().ms + kMinuteMs + Below(2)};
  if (Chance(10)) code.valid_until = {town_.now().ms - Below(2)};
  if (Chance(10)) code.valid_until = {town_.now().ms + kDayMs + Below(2)};
  if (Chance(3)) code.ledger[0] ^= 1;
  if (Chance(10) && !codes_.empty()) code.nonce = codes_[Below(codes_.size())].code.nonce;
  const std::string signer = Chance(90) ? payer : Chance(80) ? payer + "'s other" : AnyAccount();
  codes_.push_back(*DecodePaymentCode(EncodePaymentCode(code, town_.Key(signer))));
  return codes_.back();
}

Instruction RandomTown::Capture() {
  const SignedPaymentCode code = SomeCode(Chance(97) ? Any(people_) : AnyAccount());
  const Amount amount = Chance(50) ? code.code.amount_max : Town::Points(SomePoints());
  return Signed(Chance(97) ? Any(shops_) : AnyAccount(), PaymentCapture{code, amount, {}});
}

Instruction RandomTown::Cancel() {
  const std::string person = Any(people_);
  return Signed(person, CodeCancel{SomeCode(person)});
}

Instruction RandomTown::Next() {
  // First of all most people and shops have to be there.
  if (++steps_ <= 40) return Open();
  const uint64_t dice = Below(100);
  if (dice < 9) return Advance();
  if (dice < 14) return Open();
  if (dice < 18) return Keys();
  if (dice < 22) return Office();
  if (dice < 23) return CreateCurrency();
  if (dice < 27) return CreateProgramme();
  if (dice < 34) return Announce();
  if (dice < 45) return Record();
  if (dice < 53) return Claim();
  if (dice < 65) return Sell();
  if (dice < 80) return Pay();
  if (dice < 93) return Capture();
  if (dice < 96) return Cancel();
  if (dice < 97) return Signed("mayor", RulesActivate{kRulesVersion + 1}, {"deputy"});
  return Signed(Chance(95) ? "service" : AnyAccount(), ExpirySweep{});
}

void RandomTown::Accepted(const Instruction& instruction) {
  headers_.push_back(instruction.header);
  if (const auto* create = std::get_if<CurrencyCreate>(&instruction.payload)) {
    currencies_.push_back(create->currency);
  } else if (const auto* add = std::get_if<KeyAdd>(&instruction.payload)) {
    for (const auto& labels : {people_, shops_}) {
      for (const std::string& label : labels) {
        if (add->key == town_.Key(label + "'s other").public_key()) others_.insert(label);
      }
    }
  } else if (const auto* programme = std::get_if<ProgrammeCreate>(&instruction.payload)) {
    programmes_.push_back(programme->programme);
  } else if (const auto* activity = std::get_if<ActivityCreate>(&instruction.payload)) {
    activities_.push_back(activity->activity);
  }
}

}  // namespace enishi::testing
