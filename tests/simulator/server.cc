#include "tests/simulator/server.h"

#include <algorithm>
#include <utility>

#include "ledger/rules/state/rows.h"
#include "ledger/service/publish/tiles.h"

namespace enishi::simulator {
namespace {

// Small, so that full queues and batches occur.
constexpr size_t kQueueMax = 8;
constexpr size_t kBatchMax = 4;

}  // namespace

Server::Running::Running(Server& server, const RecoveredState& standing, uint64_t epoch)
    : clock({.wall = [&server] { return server.DecidingTime(); },
             .monotonic_ms = [&server] { return server.parts_.clocks.passed_ms; }}),
      committer({.log = server.log_,
                 .fresh = fresh,
                 .state = server.state_,
                 .clock = clock,
                 .failure = server.failure_,
                 .epoch = epoch,
                 .identity = server.parts_.identity},
                standing),
      checkpointer({.log = server.log_,
                    .fresh = fresh,
                    .heads = server.heads_,
                    .state = server.state_,
                    .failure = server.failure_,
                    .key = server.parts_.town.Key("log")},
                   standing.head),
      sweeper(server, server.parts_.town.Key("service")) {
  committer.on_ledger_changed = [this] { sweeper.Wake(); };
}

Server::Server(const Parts& parts)
    : parts_(parts),
      log_(StoresSurroundings()),
      heads_(StoresSurroundings()),
      state_(StoresSurroundings()) {
  Turns& turns = parts_.turns;
  start_ = turns.Actor([this] { Start(); });
  actors_ = {turns.Actor([this] { DecideAll(); }), turns.Actor([this] { CommitAll(); }),
             turns.Actor([this] { PublishAll(); }), turns.Actor([this] { SweepAll(); })};
}

// The decider owns the batches of the committer, so it is destroyed after it.
Server::~Server() {
  parts_.turns.Kill(*start_);
  for (auto actor = actors_.rbegin(); actor != actors_.rend(); ++actor) parts_.turns.Kill(**actor);
}

Surroundings Server::StoresSurroundings() {
  return {.disk = parts_.disk,
          .turns = parts_.turns,
          .watcher = parts_.oracle,
          .trace = parts_.trace,
          .bug = parts_.bug,
          .ledger_now = [this] { return parts_.oracle.expected().Now(parts_.clocks.wall()); }};
}

void Server::Take(Actor actor, uint64_t looks) {
  if (running_ == nullptr) {
    parts_.turns.Take(*start_, looks);
    return;
  }
  const size_t which = static_cast<size_t>(actor) - static_cast<size_t>(Actor::kDecider);
  parts_.turns.Take(*actors_.at(which), looks);
}

// As RunningLedger does it, without threads.
void Server::Start() {
  const auto standing = Recover(log_, heads_, state_, parts_.identity);
  if (!standing) {
    parts_.trace.Say("  the start fails: ", standing.error().message);
    parts_.verdict.Expect(parts_.disk.has_failed, Check::kStart, standing.error().message);
    start_failed_ = true;
    return;
  }
  const auto epoch = log_.BeginEpoch();
  if (!epoch) {
    start_failed_ = true;
    return;
  }
  parts_.oracle.OnStarted(*standing);
  RecoveredState known = *standing;
  if (parts_.bug == Bug::kTimeForgotten) known.last_committed_at = {};
  seen_wall_ = parts_.clocks.wall();
  seen_passed_ms_ = parts_.clocks.passed_ms;
  auto running = std::make_unique<Running>(*this, known, *epoch);
  const auto row = Find<LedgerRow>(state_.latest(), {});
  if (row && row->clock == ClockMode::kReal) {
    const auto jump = WallClock::FindJump(running->clock.Now(), standing->last_committed_at);
    if (jump) failure_.Set(*jump);
  }
  running_ = std::move(running);
  parts_.trace.Say("  the service runs", failure_.is_set() ? ", read-only: " : "", failure_.text());
}

std::vector<Pending> Server::Take(size_t count, DecidedBatch& decided) {
  std::vector<Pending> pending;
  while (pending.size() < count && !queue_.empty()) {
    auto question = std::move(queue_.front());
    queue_.pop_front();
    question->decided = &decided;
    question->wall = parts_.clocks.wall();
    parts_.trace.Say("  takes ", Describe(question->intent), " from ", question->asker);
    pending.push_back({question->intent.instruction, [this, question](const Answer& answer) {
                         --unanswered_;
                         parts_.oracle.OnAnswer(*question, answer, !failure().empty());
                         question->done(answer);
                       }});
    decided.questions.push_back(std::move(question));
  }
  return pending;
}

// As Sequencer::DecideAll, with a turn wherever that releases its lock. That one lets few requests
// wait while a batch is committed; here the schedule decides.
void Server::DecideAll() {
  Committer& committer = running_->committer;
  Committer::BatchPtr flying;
  Committer::BatchPtr open;
  while (true) {
    const size_t size = open ? Committer::SizeOf(*open) : 0;
    const bool can_decide = !queue_.empty() && size < kBatchMax;
    const bool can_commit = size > 0 && to_commit_ == nullptr;
    if (!can_decide && !can_commit) {
      parts_.turns.At(Point::kEffect);
      continue;
    }
    if (!open) batches_.push_back(std::make_unique<DecidedBatch>());
    DecidedBatch& decided = *batches_.back();
    if (!open) open = committer.Open(flying.get());
    if (parts_.bug == Bug::kSettledEarly && flying) committer.Settle(*flying, *open);
    auto pending = Take(kBatchMax - size, decided);
    sweep_at_hand_ = std::any_of(pending.begin(), pending.end(), [](const Pending& one) {
      return std::holds_alternative<ExpirySweep>(one.instruction.payload);
    });
    LookAtClock();
    decided.stepped = decided.stepped || stepped_;
    committer.Decide(*open, std::move(pending));
    sweep_at_hand_ = false;
    parts_.turns.At(Point::kEffect);
    if (to_commit_ != nullptr) continue;
    if (flying) committer.Settle(*flying, *open);
    flying = std::exchange(open, {});
    to_commit_ = flying.get();
    committing_ = &decided;
  }
}

// Detects a step of the wall clock as the specification defines it, independently of the service.
void Server::LookAtClock() {
  if (parts_.identity.clock != ClockMode::kReal || !ledger()) return;
  const Timestamp wall = parts_.clocks.wall();
  const uint64_t passed_ms = parts_.clocks.passed_ms;
  const uint64_t expected_ms = seen_wall_.ms + (passed_ms - seen_passed_ms_);
  const uint64_t step_ms = std::max(wall.ms, expected_ms) - std::min(wall.ms, expected_ms);
  stepped_ = stepped_ || step_ms > WallClock::kStepMaxMs;
  seen_wall_ = wall;
  seen_passed_ms_ = passed_ms;
}

void Server::CommitAll() {
  while (true) {
    if (to_commit_ == nullptr) {
      parts_.turns.At(Point::kEffect);
      continue;
    }
    parts_.trace.Say("  commits ", committing_->questions.size());
    parts_.oracle.OnFinish(*committing_);
    running_->committer.Finish(*to_commit_);
    parts_.trace.Say("  has committed and answered");
    to_commit_ = nullptr;
    parts_.turns.At(Point::kEffect);
  }
}

void Server::PublishAll() {
  while (true) {
    const uint64_t before = running_->checkpointer.head().size;
    running_->checkpointer.Publish();
    const uint64_t after = running_->checkpointer.head().size;
    if (after != before) parts_.trace.Say("  has published the head of ", after);
    parts_.turns.At(Point::kEffect);
  }
}

void Server::SweepAll() {
  while (true) {
    running_->sweeper.Look();
    parts_.turns.At(Point::kEffect);
  }
}

void Server::Ask(const std::shared_ptr<Question>& question) {
  if (queue_.size() >= kQueueMax) {
    parts_.trace.Say("  the queue is full");
    parts_.oracle.OnAnswer(*question, Unavailable::kQueueFull, false);
    question->done(Unavailable::kQueueFull);
    return;
  }
  ++unanswered_;
  queue_.push_back(question);
}

bool Server::is_idle() const {
  return running_ != nullptr && unanswered_ == 0 && to_commit_ == nullptr &&
         !running_->sweeper.sweeping() && head().size == log_.size();
}

// Called by the sweeper, which waits for the answer when this returns. No other actor would get a
// turn then, so the waiting is done in here.
void Server::Submit(Instruction instruction, std::function<void(Answer)> done) {
  auto question = std::make_shared<Question>();
  question->asker = "the sweeper";
  question->intent = {"service", ++sweeps_, std::move(instruction)};
  bool answered = false;
  question->done = [&](const Answer& answer) {
    answered = true;
    done(answer);
  };
  Ask(question);
  while (!answered) parts_.turns.At(Point::kEffect);
}

void Server::ReadAt(const std::function<void(const View&, uint64_t)>& read) const {
  state_.ReadAt(read);
}

std::optional<Hash> Server::ledger() const { return running_->committer.ledger(); }

// The clock of the committer and the sweeper.
Timestamp Server::DecidingTime() const {
  const Timestamp wall = parts_.clocks.wall();
  const bool sweeping = sweep_at_hand_ || Fiber::current() == actors_[3].get();
  const Timestamp midnight = Date::Of(wall).End();
  const bool early = parts_.bug == Bug::kSweepEarly && sweeping &&
                     wall.ms + kMinuteMs >= midnight.ms &&
                     !parts_.oracle.expected().HasExpiredAt(wall);
  return early ? midnight : wall;
}

Timestamp Server::now() const {
  const Timestamp now = running_->committer.now();
  return parts_.bug == Bug::kSweepLate ? Timestamp{now.ms - kDayMs} : now;
}

std::string Server::checkpoint() const { return running_->checkpointer.head().note; }

std::optional<std::string> Server::Tile(uint32_t level, uint64_t number, uint32_t width) const {
  const TileId tile{.level = level, .number = number, .width = width};
  if (!TileIsWithin(tile, running_->checkpointer.head().size)) return std::nullopt;
  auto hashes = state_.ReadTile({.level = level, .number = number});
  const size_t bytes = width * sizeof(Hash);
  if (!hashes || hashes->size() < bytes) return std::nullopt;
  hashes->resize(bytes);
  return *std::move(hashes);
}

std::optional<std::vector<Hash>> Server::Inclusion(uint64_t index, uint64_t size) const {
  TileTree tree(TilesOf(state_));
  auto proof = InclusionProof({.index = index, .size = size}, tree);
  return proof ? std::optional(*std::move(proof)) : std::nullopt;
}

std::optional<std::vector<Hash>> Server::Consistency(uint64_t old_size, uint64_t size) const {
  TileTree tree(TilesOf(state_));
  auto proof = ConsistencyProof({.old_size = old_size, .new_size = size}, tree);
  return proof ? std::optional(*std::move(proof)) : std::nullopt;
}

std::string Server::failure() const {
  if (failure_.is_set()) return failure_.text();
  if (std::string failure = log_.failure(); !failure.empty()) return failure;
  return state_.failure();
}

LedgerService::Counters Server::counters() const {
  const Committer::Counts& counts = running_->committer.counts();
  return {.accepted = counts.accepted,
          .repeated = counts.repeated,
          .rejected = counts.rejected,
          .commits = counts.commits,
          .queue = queue_.size(),
          .log_size = log_.size(),
          .head_size = running_->checkpointer.head().size,
          .sweeping = running_->sweeper.sweeping(),
          .failures = state_.failures()};
}

void Server::Stop() {
  constexpr int kRounds = 1'000;
  for (int round = 0; round < kRounds && failure().empty() && !is_idle(); ++round) {
    for (const auto& actor : actors_) parts_.turns.Take(*actor, kAllLooks);
  }
  if (failure().empty()) CHECK(state_.Flush().has_value());
}

}  // namespace enishi::simulator
