#include "tests/simulator/workload.h"

#include <memory>
#include <utility>

#include "ledger/service/publish/tiles.h"
#include "tests/fixtures/memory_ledger.h"

namespace enishi::simulator {
namespace {

using testing::Town;

// Above all numbers of intents.
constexpr uint64_t kFoundingNumbers = 1'000'000;
constexpr size_t kEntriesAtBeginning = kTileWidth - 12;
const std::vector<std::string> kPeople = {"p0", "p1", "p2"};
const std::vector<std::string> kShops = {"s0", "s1"};
const std::vector<std::string> kActivities = {"v0", "v1", "v2", "v3", "v4"};

// A programme whose points expire soon, so that runs of a few days see them expire.
void AnnounceProgramme(Town& town) {
  const Date today = Date::Of(town.now());
  ProgrammeCreate programme;
  programme.programme = Town::Name("haru");
  programme.currency = Town::Currency();
  programme.fiscal_year = static_cast<uint32_t>(today.FiscalYear());
  programme.budget = Town::Points(2'000);
  programme.starts_on = today;
  programme.ends_on = today;
  programme.expires_on = today;
  programme.award_max = Town::Points(300);
  town.Do("planner-1", programme, {"planner-2"});
  for (const std::string& name : kActivities) {
    ActivityCreate activity;
    activity.activity = Town::Name(name);
    activity.programme = programme.programme;
    activity.organiser = town.Account("coordinator");
    activity.starts_at = {town.now().ms - kHourMs};
    activity.ends_at = {town.now().ms + kHourMs};
    activity.award = Town::Points(300);
    town.Do("coordinator", activity);
  }
}

void Settle(Town& town, ClockMode clock) {
  town.Found(clock);
  town.Furnish();
  for (const std::string& label : kPeople) town.OpenParticipant(label);
  for (const std::string& label : kShops) town.OpenShop(label);
  AnnounceProgramme(town);
  for (const char* label : {"p0", "p1"}) {
    town.Do("coordinator", ParticipationRecord{Town::Name("v0"), town.Account(label)});
  }
  while (town.leaves().size() < kEntriesAtBeginning) {
    town.Charge(kPeople[town.leaves().size() % kPeople.size()], 10);
  }
}

void FillDisk(testing::MemoryLedger& ledger, Disk& disk) {
  disk.entries = ledger.log.AfterRestart();
  CHECK(GrowTiles(ledger.log, ledger.fresh, ledger.state, ledger.log.size()).has_value());
  ledger.state.latest().Scan("", [&](std::string_view key, std::string_view value) {
    return disk.rows.emplace(key, value).second;
  });
  disk.applied_size = ledger.state.applied_size();
  const TileRowId only{.level = 0, .number = 0};
  disk.tiles[only] = *ledger.state.ReadTile(only);
  disk.tree_size = ledger.state.tree_size();
  disk.head_beside = "";
  disk.Flush();
}

std::unique_ptr<Beginning> MakeBeginning(bool simulated_clock) {
  auto beginning = std::make_unique<Beginning>();
  const ClockMode clock = simulated_clock ? ClockMode::kSimulated : ClockMode::kReal;
  Town& town = beginning->town;
  Settle(town, clock);
  beginning->identity = testing::IdentityOf(town, clock);
  testing::MemoryLedger ledger(
      beginning->identity, {},
      {.wall = [] { return Town::kStart; }, .monotonic_ms = [] { return uint64_t{0}; }});
  ledger.Follow(town);
  FillDisk(ledger, beginning->disk);
  ExpectedLedger& expected = beginning->expected;
  for (const StoredEntry& entry : beginning->disk.entries) {
    const Instruction instruction = testing::InstructionIn(entry.leaf);
    const Timestamp at = DecodeLeaf(entry.leaf)->committed_at;
    CHECK(!expected.model.Submit(instruction, at, instruction.header.ledger).has_value());
    CHECK(expected.Append(entry, instruction, at).empty());
    const bool founds = !std::holds_alternative<Charge>(instruction.payload);
    const uint64_t number = kFoundingNumbers + expected.leaves.size();
    if (founds) beginning->founding.push_back({"an official", number, instruction});
  }
  CHECK(expected.rows == beginning->disk.rows && expected.CompareHoldings().empty());
  return beginning;
}

}  // namespace

Beginning& BeginningOn(bool simulated_clock) {
  static const std::unique_ptr<Beginning> real = MakeBeginning(false);
  static const std::unique_ptr<Beginning> simulated = MakeBeginning(true);
  return simulated_clock ? *simulated : *real;
}

std::string Describe(const Intent& intent) {
  const Payload& payload = intent.instruction.payload;
  std::string text = "#" + std::to_string(intent.number) + " " + std::string(KindName(payload)) +
                     " by " + intent.actor;
  if (const auto* payment = std::get_if<PaymentPay>(&payload)) {
    text += " of " + std::to_string(payment->amount.minor());
  } else if (const auto* capture = std::get_if<PaymentCapture>(&payload)) {
    text += " of " + std::to_string(capture->amount.minor());
  } else if (const auto* advance = std::get_if<ClockAdvance>(&payload)) {
    text += " to " + FormatUtc(advance->to);
  } else if (const auto* record = std::get_if<ParticipationRecord>(&payload)) {
    text += " at " + record->activity.text;
  }
  return text;
}

SignedPaymentCode Workload::MakeCode(Random& random, Timestamp now, const Hash& ledger,
                                     const std::string& payer) {
  if (!codes_.empty() && random.Chance(50)) {
    return codes_[codes_.size() - 1 - random.Below(std::min<size_t>(codes_.size(), 3))];
  }
  PaymentCode code;
  code.ledger = ledger;
  code.payer = town_.Account(payer);
  code.currency = Town::Currency();
  code.amount_max = Town::Points(static_cast<int64_t>(1 + random.Below(400)));
  code.nonce[0] = static_cast<uint8_t>(codes_.size());
  code.nonce[1] = static_cast<uint8_t>(codes_.size() >> 8);
  code.valid_until = {now.ms + kMinuteMs - random.Below(2)};
  instants_.insert(code.valid_until);
  codes_.push_back(*DecodePaymentCode(EncodePaymentCode(code, town_.Key(payer))));
  return codes_.back();
}

Payload Workload::MakePayload(Random& random, Timestamp now, const Hash& ledger,
                              std::string& actor) {
  const std::string person = random.Any(kPeople);
  const std::string shop = random.Any(kShops);
  const auto amount = static_cast<int64_t>(1 + random.Below(random.Chance(80) ? 200 : 2'000));
  const uint64_t kind = random.Below(100);
  if (kind >= 50 && kind < 70) {
    actor = shop;
    const SignedPaymentCode code = MakeCode(random, now, ledger, person);
    const bool whole = random.Chance(80);
    return PaymentCapture{code, whole ? code.code.amount_max : Town::Points(amount), {}};
  }
  if (kind >= 70 && kind < 74) {
    actor = person;
    return CodeCancel{MakeCode(random, now, ledger, person)};
  }
  if (kind >= 74 && kind < 82) {
    actor = "cashier";
    return Charge{town_.Account(person), Town::Currency(), Town::Points(amount), {}};
  }
  if (kind >= 82 && kind < 90) {
    actor = "coordinator";
    return ParticipationRecord{Town::Name(random.Any(kActivities)), town_.Account(person)};
  }
  if (kind >= 95 && simulated_clock_) {
    actor = "mayor";
    return ClockAdvance{InterestingTime(random, now)};
  }
  actor = person;
  return PaymentPay{town_.Account(shop), Town::Currency(), Town::Points(amount), {}};
}

Intent Workload::Signed(std::string actor, const Header& header, const Payload& payload) {
  const SigningKey& key = town_.Key(actor);
  return {std::move(actor), made_, Sign(header, payload, {&key})};
}

Intent Workload::Make(Random& random, Timestamp now, const Hash& ledger) {
  ++made_;
  std::string actor;
  const Payload payload = MakePayload(random, now, ledger, actor);
  Header header;
  header.ledger = ledger;
  for (size_t i = 0; i < 6; ++i) {
    header.id.bytes[i] = static_cast<uint8_t>(now.ms >> (8 * (5 - i)));
  }
  header.id.bytes[6] = 0x70;
  header.id.bytes[8] = 0x80;
  header.id.bytes[14] = static_cast<uint8_t>(made_ >> 8);
  header.id.bytes[15] = static_cast<uint8_t>(made_);
  header.account = town_.Account(actor);
  const uint64_t life = random.Below(10);
  header.valid_until = {now.ms + (life < 5 ? kHourMs : life < 9 ? kDayMs : 2 * kSecondMs)};
  instants_.insert(header.valid_until);
  return Signed(actor, header, payload);
}

Intent Workload::MakeOther(Random& random, const Intent& intent) {
  ++made_;
  const PaymentPay payment{town_.Account(random.Any(kShops)),
                           Town::Currency(),
                           Town::Points(static_cast<int64_t>(201 + random.Below(100))),
                           {}};
  return Signed(intent.actor, intent.instruction.header, payment);
}

Timestamp Workload::InterestingTime(Random& random, Timestamp now) const {
  constexpr uint64_t kNext = 3;
  Timestamp at = Date::Of(now).End();
  auto next = instants_.upper_bound({now.ms + 1});
  for (uint64_t skip = random.Below(kNext); skip > 0 && next != instants_.end(); --skip) ++next;
  if (next != instants_.end() && random.Chance(70)) at = *next;
  at.ms = at.ms + 1 - random.Below(3);
  return at > now ? at : Timestamp{now.ms + 1 + random.Below(2 * kSecondMs)};
}

}  // namespace enishi::simulator
