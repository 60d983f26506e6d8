#include "tests/instruction/samples.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "tests/fixtures/town.h"

namespace enishi::testing {
namespace {

const std::vector<std::string>& Labels() {
  static const std::vector<std::string> labels = {
      "mayor",       "deputy",  "clerk",  "service", "planner-1", "planner-2", "registrar",
      "coordinator", "cashier", "hanako", "taro",    "hanako-2",  "rice-shop"};
  return labels;
}

SignedAttendanceCode Attendance(Town& town, const std::string& activity) {
  AttendanceCode code;
  code.ledger = town.ledger();
  code.organiser = town.Account("coordinator");
  code.activity = Town::Name(activity);
  code.valid_from = town.now();
  code.valid_until = {town.now().ms + 30 * kSecondMs};
  return *DecodeAttendanceCode(EncodeAttendanceCode(code, town.Key("coordinator")));
}

void LiveThroughAccounts(Town& town) {
  town.OpenParticipant("hanako");
  town.OpenShop("rice-shop");
  AccountOpen own;
  own.key = town.Key("taro").public_key();
  town.Do("taro", own);
  town.Do("registrar", AccountEnrol{town.Account("taro")});
  KeyAdd add;
  add.key = town.Key("hanako-2").public_key();
  add.custody = Custody::kIssuer;
  add.kinds = {*Reference::Parse("payment.pay"), *Reference::Parse("payment.capture")};
  add.amount_max = Town::Points(3'000);
  add.until = Town::Day("2027-03-31");
  town.Do("hanako", add);
  town.Do("hanako", KeyRevoke{town.Key("hanako-2").public_key()});
  CurrencyCreate currency;
  currency.currency = *CurrencyCode::Parse("ENISHI");
  currency.issuer = *MunicipalityCode::Parse("372013");
  currency.paid_months = 6;
  currency.payment_max = Town::Points(50'000);
  currency.open_code_max = Town::Points(3'000);
  town.Do("mayor", currency, {"deputy"});
  town.Do("mayor", PostDismiss{Town::Name("planner"), town.Account("planner-2")}, {"deputy"});
}

void LiveThroughPoints(Town& town) {
  ActivityCreate create;
  create.activity = Town::Name("bosai-kunren-2026");
  create.programme = Town::Name(Town::kProgramme);
  create.organiser = town.Account("coordinator");
  create.starts_at = town.now();
  create.ends_at = {town.now().ms + 2 * kHourMs};
  create.award = Town::Points(300);
  create.capacity = 200;
  create.details = Sha256({"salt and description"});
  town.Do("coordinator", create);
  town.Do("coordinator", ParticipationRecord{create.activity, town.Account("hanako")});
  town.Do("taro", ParticipationClaim{Attendance(town, "bosai-kunren-2026")});
  town.Do("cashier", Charge{town.Account("hanako"), Town::Currency(), Town::Points(5'000),
                            *Reference::Parse("counter-1/2026-0001")});
  town.Do("hanako", PaymentPay{town.Account("rice-shop"), Town::Currency(), Town::Points(800),
                               *Reference::Parse("till-2:0042")});
  town.Do("rice-shop", PaymentCapture{town.Code("hanako", 1'500, "rice-shop"), Town::Points(1'200),
                                      *Reference::Parse("till-2:0043")});
  town.Do("hanako", CodeCancel{town.Code("hanako", 1'000)});
  town.AdvanceTo(Town::Day("2026-10-01").Start());
  town.Sweep();
}

std::vector<std::string> SignersOf(const Instruction& instruction) {
  std::vector<std::string> signers;
  for (const SignedBy& by : instruction.signatures) {
    const auto at = std::find_if(Labels().begin(), Labels().end(), [&](const std::string& label) {
      return KeyOf(label).public_key() == by.key;
    });
    CHECK(at != Labels().end());
    signers.push_back(*at);
  }
  return signers;
}

// The last entry of a kind is its sample: the later ones have the optional fields.
template <size_t... I>
void Choose(const std::vector<Instruction>& log, Town& town, SampleLog& out,
            std::index_sequence<I...> /*all*/) {
  const auto choose = [&](const Payload& empty) {
    Sample sample;
    sample.kind = KindName(empty);
    for (uint64_t i = 0; i < log.size(); ++i) {
      if (log[i].payload.index() != empty.index()) continue;
      sample.instruction = log[i];
      sample.index = i;
    }
    if (!sample.index) sample.instruction = town.Make("mayor", RulesActivate{2}, {"deputy"});
    CHECK(KindName(sample.instruction.payload) == sample.kind);
    sample.signers = SignersOf(sample.instruction);
    out.samples.push_back(std::move(sample));
  };
  (choose(std::variant_alternative_t<I, Payload>{}), ...);
}

SampleLog Live() {
  Town town;
  town.Found();
  town.Furnish();
  LiveThroughAccounts(town);
  LiveThroughPoints(town);
  SampleLog log;
  log.labels = Labels();
  log.labels.insert(log.labels.begin(), "log");
  std::vector<Instruction> instructions;
  Replay replay;
  replay.on_entry = [&](const EntryView& entry) {
    instructions.push_back(entry.instruction);
    log.entries.push_back({town.leaves()[entry.index], EncodeOutcome(entry.outcome)});
  };
  for (const std::string& leaf : town.leaves()) {
    const auto fault = replay.Next(ReadAndVerify(leaf));
    CHECK(!fault);
  }
  Choose(instructions, town, log, std::make_index_sequence<std::variant_size_v<Payload>>{});
  return log;
}

}  // namespace

const SampleLog& SampleTownLog() {
  static const SampleLog log = Live();
  return log;
}

const Sample& SampleOf(std::string_view kind) {
  const auto& samples = SampleTownLog().samples;
  const auto at = std::find_if(samples.begin(), samples.end(),
                               [&](const Sample& sample) { return sample.kind == kind; });
  CHECK(at != samples.end());
  return *at;
}

Json BodyOf(const Sample& sample) {
  auto json = ParseJson(sample.instruction.body);
  CHECK(json.has_value());
  return *std::move(json);
}

std::string SeedOf(std::string_view label) {
  const Hash seed = Sha256({"enishi test key ", label});
  return std::string(AsView(seed));
}

SigningKey KeyOf(std::string_view label) {
  return SigningKey::FromSeed(*Seed::FromBytes(SeedOf(label)));
}

}  // namespace enishi::testing
