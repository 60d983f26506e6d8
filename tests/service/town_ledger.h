#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/instruction/leaf.h"
#include "ledger/service/start/recovery.h"
#include "ledger/service/write/committer.h"
#include "tests/fixtures/memory_head.h"
#include "tests/fixtures/memory_log.h"
#include "tests/fixtures/memory_state.h"
#include "tests/fixtures/town.h"

namespace enishi::testing {

/// The instruction that an encoded leaf holds.
inline Instruction InstructionIn(std::string_view leaf_bytes) {
  auto leaf = DecodeLeaf(leaf_bytes);
  CHECK(leaf.has_value());
  auto instruction = ReadBody(leaf->body, leaf->signatures);
  CHECK(instruction.has_value());
  return *std::move(instruction);
}

/// A second copy of a key, for whoever wants to own one.
inline SigningKey CopyOf(const SigningKey& key) {
  return SigningKey::FromSeed(*Seed::FromBytes(key.seed().bytes()));
}

/// What a Town's genesis says.
inline LedgerIdentity IdentityOf(Town& town, ClockMode clock = ClockMode::kSimulated) {
  return {.origin = *Origin::Parse("town.example/ledger"),
          .clock = clock,
          .log_key = town.Key("log").public_key(),
          .service_key = town.Key("service").public_key(),
          .administrators = {town.Key("clerk").public_key(), town.Key("mayor").public_key(),
                             town.Key("deputy").public_key()}};
}

/// The write path on stores in memory, driven step by step.
struct SteppedLedger {
  explicit SteppedLedger(Town& town) : SteppedLedger(town, std::vector<StoredEntry>()) {}

  /// As after a restart: only the log's entries are still there.
  SteppedLedger(Town& town, const std::vector<StoredEntry>& entries)
      : SteppedLedger(IdentityOf(town), entries, {}) {}

  SteppedLedger(const LedgerIdentity& identity, const std::vector<StoredEntry>& entries,
                WallClock::Sources sources)
      : clock(std::move(sources)) {
    const uint64_t epoch = *log.BeginEpoch();
    CHECK(log.Append(epoch, 0, entries) == AppendResult::kAppended);
    // A restart finds a file, in which there may be no head yet.
    if (!entries.empty()) CHECK(heads.Store("").has_value());
    const auto standing = Recover(log, heads, state, identity);
    CHECK(standing.has_value());
    committer = std::make_unique<Committer>(Committer::Parts{.log = log,
                                                             .fresh = fresh,
                                                             .state = state,
                                                             .clock = clock,
                                                             .failure = failure,
                                                             .epoch = epoch,
                                                             .identity = identity},
                                            *standing);
  }

  std::vector<Answer> Step(const std::vector<Instruction>& instructions) {
    std::vector<Answer> answers;
    std::vector<Pending> pending;
    for (const Instruction& instruction : instructions) {
      pending.push_back(
          {instruction, [&answers](Answer answer) { answers.push_back(std::move(answer)); }});
    }
    committer->Step(std::move(pending));
    CHECK(answers.size() == instructions.size());
    return answers;
  }
  Answer Step(const Instruction& instruction) {
    return Step(std::vector<Instruction>{instruction}).front();
  }
  /// What the town has and this ledger has not, in one batch.
  void Follow(const Town& town) {
    std::vector<Instruction> instructions;
    for (size_t i = log.size(); i < town.leaves().size(); ++i) {
      instructions.push_back(InstructionIn(town.leaves()[i]));
    }
    for (const Answer& answer : Step(instructions)) CHECK(std::holds_alternative<Accepted>(answer));
  }

  MemoryLog log;
  MemoryHead heads;
  MemoryState state;
  WallClock clock;
  FreshLeaves fresh;
  FailureLatch failure;
  std::unique_ptr<Committer> committer;
};

}  // namespace enishi::testing
