#include "tests/simulator/world.h"

#include <algorithm>
#include <utility>

#include "ledger/instruction/leaf.h"
#include "ledger/rules/apply.h"

namespace enishi::simulator {
namespace {

constexpr uint64_t kRoundsAtEnd = 600;
constexpr size_t kFoundingAtOnce = 4;

}  // namespace

World::World(const Schedule& schedule, const RunOptions& options)
    : trace_(options.trace),
      beginning_(BeginningOn(schedule.simulated_clock)),
      disk_(schedule.from_nothing ? Disk() : beginning_.disk),
      clocks_{.start = testing::Town::kStart},
      options_(options),
      workload_(beginning_.town, schedule.simulated_clock),
      oracle_(disk_, schedule.from_nothing ? ExpectedLedger() : beginning_.expected,
              beginning_.identity, verdict_) {
  if (schedule.from_nothing) {
    founding_ = beginning_.founding;
    disk_.Flush();
  }
  for (size_t i = 0; i < clients_.size(); ++i) clients_[i].name = "client " + std::to_string(i);
}

void World::Take(const Step& step) {
  ++happened_.steps;
  Random random(step.random);
  switch (step.actor) {
    case Actor::kClient:
      TakeClient(random);
      break;
    case Actor::kDecider:
    case Actor::kCommitter:
    case Actor::kCheckpointer:
    case Actor::kSweeper:
      TakeServer(step.actor, random);
      break;
    case Actor::kClock:
      TakeClock(random);
      break;
    case Actor::kDisk:
      disk_.next_fault = static_cast<Fault>(random.Below(kFaults));
      ++happened_.faults;
      trace_.Say("  ", NameOf(*disk_.next_fault));
      break;
    case Actor::kOperator:
      if (!server_ || !server_->is_running() || server_->failure().empty()) break;
      trace_.Say("  sees: ", server_->failure());
      if (random.Chance(70)) PutClockRight();
      Crash(random);
      break;
    case Actor::kCrash:
      if (server_ && server_->is_running() && random.Chance(20)) {
        trace_.Say("  no: it is stopped in order");
        server_->Stop();
        Look();
      }
      Crash(random);
      if (random.Chance(40)) PutClockRight();
      break;
  }
  Look();
}

void World::Look() {
  if (!server_ || !server_->is_running()) return;
  oracle_.Look(server_->head(), *server_);
  const std::string failure = server_->failure();
  if (!failure.empty() && !disk_.has_failed && !clock_moved_) {
    verdict_.Fail(Check::kWell, "read-only without a failure: " + failure);
  }
}

void World::TakeServer(Actor actor, Random& random) {
  if (!server_) {
    trace_.Say("  the service starts");
    ++happened_.starts;
    disk_.has_failed = false;
    clock_moved_ = clocks_.wall() < oracle_.expected().last;
    server_ = std::make_unique<Server>(Server::Parts{.disk = disk_,
                                                     .turns = turns_,
                                                     .oracle = oracle_,
                                                     .verdict = verdict_,
                                                     .trace = trace_,
                                                     .clocks = clocks_,
                                                     .town = beginning_.town,
                                                     .identity = beginning_.identity,
                                                     .bug = options_.bug});
  }
  server_->Take(actor, random.Chance(85) ? kAllLooks : random.Below(16));
  if (server_->has_failed_to_start()) Crash(random);
}

void World::Crash(Random& random) {
  if (!server_) return;
  trace_.Say("  the process dies");
  ++happened_.crashes;
  server_.reset();
  disk_.LosePower(random, options_.bug == Bug::kTailSkipped);
  trace_.Say("  of the state there are the rows of ", disk_.applied_size, " and the tiles of ",
             disk_.tree_size);
  oracle_.OnCrash();
  for (Client& client : clients_) client.waiting = 0;
}

void World::PutClockRight() { clocks_.wrong_by_ms = 0; }

void World::TakeClock(Random& random) {
  const uint64_t kind = random.Below(100);
  const Timestamp before = clocks_.wall();
  if (kind < 70) {
    clocks_.passed_ms += 1 + random.Below(2 * kSecondMs);
  } else if (kind < 77) {
    clocks_.passed_ms += random.Below(10 * kMinuteMs);
  } else if (kind < 94) {
    clocks_.passed_ms += workload_.InterestingTime(random, before).ms - before.ms;
  } else {
    const uint64_t most = kind < 97 ? WallClock::kStepMaxMs : kDayMs;
    const auto by = static_cast<int64_t>(1 + random.Below(most));
    clock_moved_ = true;
    clocks_.wrong_by_ms += random.Chance(50) ? by : -by;
    trace_.Say("  the wall clock jumps");
  }
  trace_.Say("  it is ", FormatUtc(clocks_.wall()));
}

// The time on the clients' own devices.
Timestamp World::ClientTime() const {
  const auto& simulated = oracle_.expected().simulated_now;
  return simulated ? *simulated : Timestamp{clocks_.start.ms + clocks_.passed_ms};
}

void World::TakeClient(Random& random) {
  Client& client = clients_[random.Below(clients_.size())];
  if (!founding_.empty() && &client == &clients_.front()) {
    Found(client);
  } else if (!client.intent) {
    BeginIntent(client, random);
  } else if (client.waiting == 0) {
    Ask(client, *client.intent, true);
  } else if (random.Chance(15)) {
    Ask(client, workload_.MakeOther(random, *client.intent), false);
  } else if (random.Chance(30)) {
    Ask(client, *client.intent, true);
  }
}

// The officials send the next few instructions until they are accepted.
void World::Found(Client& founder) {
  const std::vector<Intent> next(
      founding_.begin(),
      founding_.begin() + static_cast<std::ptrdiff_t>(std::min(founding_.size(), kFoundingAtOnce)));
  for (const Intent& intent : next) Ask(founder, intent, false);
}

void World::BeginIntent(Client& client, Random& random) {
  if (!past_.empty() && random.Chance(20)) {
    Ask(client, past_[past_.size() - 1 - random.Below(std::min<size_t>(past_.size(), 6))], false);
    return;
  }
  client.intent = workload_.Make(random, ClientTime(), oracle_.expected().ledger);
  Ask(client, *client.intent, true);
}

void World::Ask(Client& client, const Intent& intent, bool insisting) {
  trace_.Say("  ", client.name, " sends ", Describe(intent));
  if (!server_ || !server_->is_running()) {
    trace_.Say("  nobody listens");
    return;
  }
  auto question = std::make_shared<Question>();
  question->asker = client.name;
  question->intent = intent;
  if (insisting) ++client.waiting;
  question->done = [this, &client, intent, insisting](const Answer& answer) {
    if (insisting) --client.waiting;
    Hear(client, intent, answer);
  };
  server_->Ask(question);
}

void World::Hear(Client& client, const Intent& intent, const Answer& answer) {
  ++happened_.answers;
  const auto* accepted = std::get_if<Accepted>(&answer);
  const auto* rejection = std::get_if<Rejection>(&answer);
  if (accepted != nullptr) {
    trace_.Say("  ", client.name, " hears of #", intent.number, ": entry ", accepted->index,
               accepted->repeated ? ", as before" : "");
    ++(accepted->repeated ? happened_.repeats : happened_.entries);
    const std::string& body = intent.instruction.body;
    verdict_.Expect(told_.try_emplace(accepted->index, body).first->second == body, Check::kOnce,
                    "two instructions got the same entry");
  } else if (rejection != nullptr) {
    trace_.Say("  ", client.name, " hears of #", intent.number, ": ",
               ReasonName(rejection->reason));
    ++happened_.refusals;
  } else {
    trace_.Say("  ", client.name, " hears of #", intent.number, ": unavailable ",
               static_cast<int>(std::get<Unavailable>(answer)));
    ++happened_.unavailable;
    return;
  }
  const bool too_late = rejection != nullptr && rejection->reason == Reason::kValidUntilPassed;
  if (accepted != nullptr || too_late) {
    std::erase_if(founding_, [&](const Intent& one) { return one.number == intent.number; });
  }
  if (!client.intent || client.intent->number != intent.number) return;
  past_.push_back(*std::exchange(client.intent, std::nullopt));
}

// One more turn for every actor. Returns true if nothing is left to do.
bool World::SettleRound(Random& random) {
  if (server_ && server_->is_running() && !server_->failure().empty()) Crash(random);
  for (const Actor actor :
       {Actor::kDecider, Actor::kCommitter, Actor::kCheckpointer, Actor::kSweeper}) {
    TakeServer(actor, random);
    Look();
    if (verdict_.violation()) return true;
  }
  if (!server_ || !server_->is_running()) return false;
  bool settled = server_->is_idle();
  for (Client& client : clients_) {
    if (!client.intent) continue;
    settled = false;
    if (client.waiting == 0) Ask(client, *client.intent, true);
  }
  return settled;
}

void World::End() {
  trace_.Say("at the end: disk and clock work");
  Random random(1);
  disk_.next_fault.reset();
  // Waits until the time is after the last entry, because the service could not write before.
  const Timestamp last = oracle_.expected().last;
  if (clocks_.wrong_by_ms != 0 || last > clocks_.wall()) {
    PutClockRight();
    if (last > clocks_.wall()) clocks_.passed_ms += last.ms - clocks_.wall().ms;
    Crash(random);
  }
  bool settled = false;
  for (uint64_t round = 0; round < kRoundsAtEnd && !settled; ++round) {
    settled = SettleRound(random);
    if (verdict_.violation()) return;
  }
  verdict_.Expect(settled, Check::kAnswered, "the service did not become idle");
  if (!settled) return;
  server_->Stop();
  const Timestamp now = oracle_.expected().Now(clocks_.wall());
  server_->Read([&](const View& view) {
    verdict_.Expect(!HasExpired(view, now), Check::kSwept, "expired points were not swept");
  });
  Crash(random);
  while (!verdict_.violation() && (!server_ || !server_->is_running())) {
    TakeServer(Actor::kDecider, random);
  }
  Look();
  CheckTold();
}

Happened World::happened() const {
  Happened happened = happened_;
  happened.sweeps = oracle_.sweeps();
  happened.heads = oracle_.heads();
  return happened;
}

void World::CheckTold() {
  for (const auto& [index, body] : told_) {
    const auto leaf = index < disk_.entries.size()
                          ? std::optional(DecodeLeaf(disk_.entries[index].leaf))
                          : std::nullopt;
    verdict_.Expect(leaf && *leaf && (*leaf)->body == body, Check::kOnce,
                    "an entry that a client was told is not in the log");
  }
}

}  // namespace enishi::simulator
