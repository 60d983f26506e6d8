#include "tests/rules/town.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace enishi::testing {

Town::Town(Timestamp start)
    : state_(nothing_),
      now_(start),
      until_(Date::Of(start).FirstOfFiscalYear().PlusMonths(48).PlusDays(-1)) {}

void Town::StandAt(Timestamp now, const Hash& ledger) {
  now_ = now;
  ledger_ = ledger;
}

const SigningKey& Town::Key(const std::string& label) {
  auto& key = keys_[label];
  if (!key) {
    const Hash seed = Sha256({"enishi test key ", label});
    key = std::make_unique<SigningKey>(SigningKey::FromSeed(*Seed::FromBytes(AsView(seed))));
  }
  return *key;
}

AccountId Town::Account(const std::string& label) {
  return AccountId::FromKey(Key(label).public_key());
}

Header Town::HeaderFor(const std::string& actor) {
  Header header;
  header.ledger = ledger_;
  // A counter instead of random bits, so that a failing test can be run again as it was.
  header.id = Uuid::At(now_);
  const uint64_t number = ++ids_;
  header.id.bytes[6] = 0x70;
  header.id.bytes[7] = 0;
  header.id.bytes[8] = 0x80;
  for (size_t i = 0; i < 7; ++i) {
    header.id.bytes[15 - i] = static_cast<uint8_t>(number >> (8 * i));
  }
  header.account = Account(actor);
  header.valid_until = {now_.ms + kHourMs};
  return header;
}

const SigningKey* Town::NewKeyIn(const Payload& payload) const {
  const auto* opening = std::get_if<AccountOpen>(&payload);
  const auto* add = std::get_if<KeyAdd>(&payload);
  if (opening == nullptr && add == nullptr) return nullptr;
  const PublicKey& wanted = opening != nullptr ? opening->key : add->key;
  for (const auto& [label, key] : keys_) {
    if (key->public_key() == wanted) return key.get();
  }
  return nullptr;
}

Instruction Town::Make(const std::string& actor, const Payload& payload,
                       const std::vector<std::string>& with) {
  std::vector<const SigningKey*> keys{&Key(actor)};
  for (const std::string& label : with) keys.push_back(&Key(label));
  if (const SigningKey* fresh = NewKeyIn(payload)) {
    if (std::find(keys.begin(), keys.end(), fresh) == keys.end()) keys.push_back(fresh);
  }
  return Sign(HeaderFor(actor), payload, keys);
}

Checked<Outcome> Town::Submit(const Instruction& instruction) {
  if (auto refused = VerifySignatures(instruction)) return *std::move(refused);
  const Timestamp at = CommitTime(state_, instruction, now_, now_);
  auto outcome = Apply({state_, ledger_, at}, instruction);
  if (!outcome) return outcome;
  const Leaf leaf{at, instruction.body, instruction.signatures, Sha256({EncodeOutcome(*outcome)})};
  Fold(state_, leaves_.size(), instruction.header, *outcome);
  leaves_.push_back(EncodeLeaf(leaf));
  if (leaves_.size() == 1) ledger_ = LeafHash(leaves_.front());
  const auto row = Find<LedgerRow>(state_, {});
  if (row->clock == ClockMode::kSimulated) now_ = row->simulated_now;
  return outcome;
}

Outcome Town::Do(const std::string& actor, const Payload& payload,
                 const std::vector<std::string>& with) {
  const auto outcome = Submit(Make(actor, payload, with));
  if (!outcome) {
    ADD_FAILURE() << KindName(payload) << " by " << actor
                  << " was refused: " << ReasonName(outcome.error().reason) << " "
                  << outcome.error().pointer << " " << outcome.error().detail;
    return {};
  }
  return *outcome;
}

std::optional<Reason> Town::Refusal(const std::string& actor, const Payload& payload,
                                    const std::vector<std::string>& with) {
  const auto outcome = Submit(Make(actor, payload, with));
  if (outcome) return std::nullopt;
  return outcome.error().reason;
}

Genesis Town::Founding(ClockMode clock) {
  Genesis genesis;
  genesis.origin = *Origin::Parse("town.example/ledger");
  genesis.municipality = *MunicipalityCode::Parse("372013");
  genesis.clock = clock;
  genesis.rules = kRulesVersion;
  genesis.quorum = 2;
  genesis.log_key = Key("log").public_key();
  genesis.service_key = Key("service").public_key();
  for (const char* label : {"mayor", "deputy", "clerk"}) {
    genesis.administrators.push_back(Key(label).public_key());
  }
  genesis.until = until_;
  return genesis;
}

void Town::Found(ClockMode clock) { Do("mayor", Founding(clock), {"deputy", "clerk"}); }

void Town::Furnish() {
  const std::vector<std::pair<std::string, std::vector<std::string>>> posts = {
      {"planner", {"planner-1", "planner-2"}},
      {"registrar", {"registrar"}},
      {"coordinator", {"coordinator"}},
      {"cashier", {"cashier"}},
      {"auditor", {"auditor"}}};
  const std::vector<Role> roles = {Role::kPlanner, Role::kRegistrar, Role::kCoordinator,
                                   Role::kCashier, Role::kAuditor};
  Do("mayor", PostCreate{Name("registrar"), {Role::kRegistrar}}, {"deputy"});
  // The mayor's deputy opens the first accounts, because somebody must.
  Do("mayor", PostAppoint{Name("registrar"), Account("clerk"), Date::Of(now_), until_}, {"deputy"});
  for (size_t i = 0; i < posts.size(); ++i) {
    if (posts[i].first != "registrar") {
      Do("mayor", PostCreate{Name(posts[i].first), {roles[i]}}, {"deputy"});
    }
    for (const std::string& label : posts[i].second) {
      Do("clerk", AccountOpen{Key(label).public_key(), AccountKind::kOfficial, {}, false});
      Do("mayor", PostAppoint{Name(posts[i].first), Account(label), Date::Of(now_), until_},
         {"deputy"});
    }
  }
  CurrencyCreate currency;
  currency.currency = Currency();
  currency.issuer = *MunicipalityCode::Parse("372013");
  currency.payment_max = Points(100'000);
  currency.open_code_max = Points(5'000);
  Do("mayor", currency, {"clerk"});
  ProgrammeCreate programme;
  programme.programme = Name(kProgramme);
  programme.currency = Currency();
  const Date today = Date::Of(now_);
  programme.fiscal_year = static_cast<uint32_t>(today.FiscalYear());
  programme.budget = Points(10'000);
  programme.starts_on = today;
  programme.ends_on = today.PlusMonths(5).PlusDays(-1);
  programme.expires_on = today.PlusMonths(6).PlusDays(-1);
  programme.award_max = Points(500);
  programme.caps = {{Period::kProgramme, Points(1'000)}};
  Do("planner-1", programme, {"planner-2"});
}

void Town::OpenParticipant(const std::string& label) {
  Do("registrar", AccountOpen{Key(label).public_key(), AccountKind::kParticipant, {}, true});
}

void Town::OpenShop(const std::string& label) {
  Do("registrar", AccountOpen{Key(label).public_key(), AccountKind::kShop, {}, false});
}

void Town::AdvanceTo(Timestamp to) { Do("mayor", ClockAdvance{to}); }

void Town::Sweep() {
  while (HasExpired(state_, now_)) Do("service", ExpirySweep{});
}

void Town::Charge(const std::string& participant, int64_t amount) {
  Do("cashier", enishi::Charge{Account(participant), Currency(), Points(amount), std::nullopt});
}

void Town::Announce(const std::string& activity, int64_t award) {
  ActivityCreate create;
  create.activity = Name(activity);
  create.programme = Name(kProgramme);
  create.organiser = Account("coordinator");
  create.starts_at = {now_.ms - kHourMs};
  create.ends_at = {now_.ms + kHourMs};
  create.award = Points(award);
  Do("coordinator", create);
}

SignedPaymentCode Town::Code(const std::string& payer, int64_t most,
                             std::optional<std::string> payee, uint64_t life_ms) {
  PaymentCode code;
  code.ledger = ledger_;
  code.payer = Account(payer);
  code.currency = Currency();
  code.amount_max = Points(most);
  if (payee) code.payee = Account(*payee);
  const uint64_t number = ++ids_;
  for (size_t i = 0; i < 8; ++i) code.nonce[i] = static_cast<uint8_t>(number >> (8 * i));
  code.valid_until = {now_.ms + life_ms};
  return *DecodePaymentCode(EncodePaymentCode(code, Key(payer)));
}

SignedAttendanceCode Town::Attendance(const std::string& organiser, const std::string& activity,
                                      uint64_t life_ms) {
  AttendanceCode code;
  code.ledger = ledger_;
  code.organiser = Account(organiser);
  code.activity = Name(activity);
  code.valid_from = now_;
  code.valid_until = {now_.ms + life_ms};
  return *DecodeAttendanceCode(EncodeAttendanceCode(code, Key(organiser)));
}

int64_t Town::Available(const std::string& label) const {
  const auto key = keys_.find(label);
  CHECK(key != keys_.end());
  const AccountId account = AccountId::FromKey(key->second->public_key());
  int64_t sum = 0;
  for (const Lot& lot : SpendableLots(state_, account, Currency(), now_)) sum += lot.amount;
  return sum;
}

int64_t Town::Held(const std::string& label) const {
  int64_t sum = 0;
  const auto& system = EnumNames<HolderKind>::kNames;
  const auto at = std::find(system.begin(), system.end(), label);
  const auto kind =
      at == system.end() ? HolderKind::kAccount : static_cast<HolderKind>(at - system.begin());
  ForEachRow<HoldingRow>(state_, "", [&](const HoldingRow::Key& key, const HoldingRow& holding) {
    const bool wanted =
        key.kind == kind && (kind != HolderKind::kAccount ||
                             key.account == AccountId::FromKey(keys_.at(label)->public_key()));
    for (const Lot& lot : holding.lots) sum += wanted ? lot.amount : 0;
    return true;
  });
  return sum;
}

}  // namespace enishi::testing
