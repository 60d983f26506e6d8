#include "tests/simulator/oracle.h"

#include <algorithm>

#include "ledger/instruction/leaf.h"
#include "ledger/merkle/proof.h"
#include "ledger/merkle/tile.h"

namespace enishi::simulator {
namespace {

std::string Told(const Answer& answer) {
  if (const auto* accepted = std::get_if<Accepted>(&answer)) {
    return (accepted->repeated ? "repeated as entry " : "accepted as entry ") +
           std::to_string(accepted->index);
  }
  if (const auto* rejection = std::get_if<Rejection>(&answer)) {
    return "refused: " + std::string(ReasonName(rejection->reason));
  }
  return "unavailable";
}

std::string Text(const Expected& expected) {
  switch (expected.kind) {
    case Expected::Kind::kAccepted:
      return "accepted as entry " + std::to_string(expected.index);
    case Expected::Kind::kRepeated:
      return "repeated as entry " + std::to_string(expected.index);
    case Expected::Kind::kRejected:
      return "refused: " + std::string(ReasonName(expected.reason));
  }
  return "";
}

std::pair<AccountId, Uuid> IdOf(const Question& question) {
  const Header& header = question.intent.instruction.header;
  return {header.account, header.id};
}

}  // namespace

void Oracle::OnAppended(std::span<const StoredEntry> entries, bool answered) {
  if (entries.empty()) return;
  if (at_hand_ == nullptr) {
    verdict_.Fail(Check::kOutcome, "an entry was appended without a request");
    return;
  }
  at_hand_->durable = true;
  verdict_.Expect(!at_hand_->stepped, Check::kTime,
                  "an entry was written after a step of the wall clock");
  Judge(*at_hand_, entries);
  if (!answered) OnAppendLost(entries);
}

void Oracle::OnAppendLost(std::span<const StoredEntry> entries) {
  if (at_hand_ == nullptr) return;
  at_hand_->unknown = true;
  for (const StoredEntry& entry : entries) {
    const auto leaf = DecodeLeaf(entry.leaf);
    for (const auto& question : at_hand_->questions) {
      if (leaf && question->intent.instruction.body == leaf->body) unknown_.insert(IdOf(*question));
    }
  }
}

void Oracle::Judge(DecidedBatch& decided, std::span<const StoredEntry> entries) {
  decided.judged = true;
  for (const auto& question : decided.questions) {
    JudgeOne(*question, entries);
    if (verdict_.violation()) return;
  }
  if (!entries.empty()) {
    FailUnforeseen(decided, entries.front(), "");
  } else if (const std::string differs = expected_.CompareHoldings(); !differs.empty()) {
    verdict_.Fail(Check::kOutcome, differs);
  }
}

// Asks the model about one request, after all earlier ones. If it accepts, the next entry must be
// this request's.
void Oracle::JudgeOne(Question& question, std::span<const StoredEntry>& entries) {
  const Instruction& instruction = question.intent.instruction;
  if (const auto same = expected_.FindSame(instruction)) {
    question.expected = Expected{Expected::Kind::kRepeated, *same};
    return;
  }
  const Timestamp now = expected_.TimeOf(instruction, question.wall);
  if (const auto refused = expected_.model.Submit(instruction, now, expected_.ledger)) {
    question.expected = Expected{Expected::Kind::kRejected, 0, *refused};
    return;
  }
  question.expected = Expected{Expected::Kind::kAccepted, expected_.leaves.size()};
  // If nothing was appended, the answer will show the fault.
  if (entries.empty()) {
    verdict_.Expect(!question.decided->durable, Check::kOutcome,
                    "an instruction that the model accepts is not in the log");
    return;
  }
  const Timestamp before = expected_.last;
  const std::string wrong = expected_.Append(entries[0], instruction, now);
  if (!wrong.empty()) {
    FailUnforeseen(*question.decided, entries[0], wrong);
    return;
  }
  const Timestamp at = DecodeLeaf(entries[0].leaf)->committed_at;
  if (at != now || at < before) {
    verdict_.Fail(Check::kTime, Describe(question.intent) + " was committed at " + FormatUtc(at) +
                                    ", and it was " + FormatUtc(now));
  }
  if (std::holds_alternative<ExpirySweep>(instruction.payload)) ++sweeps_;
  entries = entries.subspan(1);
}

// Names the request of the unexpected entry, if there is one.
void Oracle::FailUnforeseen(const DecidedBatch& decided, const StoredEntry& entry,
                            const std::string& wrong) {
  const auto leaf = DecodeLeaf(entry.leaf);
  for (const auto& question : decided.questions) {
    if (!leaf || leaf->body != question->intent.instruction.body || !question->expected) continue;
    const Expected& expected = *question->expected;
    if (expected.kind == Expected::Kind::kAccepted) continue;
    const bool again = expected_.ids.contains(IdOf(*question));
    verdict_.Fail(again ? Check::kOnce : Check::kOutcome,
                  Describe(question->intent) + " was accepted, but should be " + Text(expected));
    return;
  }
  verdict_.Fail(Check::kOutcome, "an entry was appended that the model does not expect; it " +
                                     (wrong.empty() ? "is one too many" : wrong));
}

void Oracle::OnAnswer(Question& question, const Answer& answer, bool failed) {
  ++question.answers;
  verdict_.Expect(question.answers == 1, Check::kAnswered, "a request was answered twice");
  if (const auto* why = std::get_if<Unavailable>(&answer)) {
    CheckUnavailable(question, *why, failed);
  } else {
    CheckDecided(question, answer);
  }
}

void Oracle::CheckUnavailable(const Question& question, Unavailable why, bool failed) {
  if (why == Unavailable::kQueueFull && question.decided == nullptr) return;
  const bool unknown = question.decided != nullptr && question.decided->unknown;
  const bool of_an_unknown = unknown_.contains(IdOf(question));
  if (why == Unavailable::kOutcomeUnknown) {
    verdict_.Expect(unknown || of_an_unknown, Check::kUnknown,
                    "outcome_unknown was answered for a known outcome");
    return;
  }
  verdict_.Expect(failed, Check::kNotThere, "ledger_read_only was answered without a failure");
  const bool there = question.decided != nullptr && question.decided->durable &&
                     question.expected && question.expected->kind == Expected::Kind::kAccepted;
  if (there) {
    verdict_.Fail(Check::kNotThere,
                  Describe(question.intent) + " was answered as read-only, and is in the log");
  }
  verdict_.Expect(!of_an_unknown, Check::kUnknown,
                  "ledger_read_only was answered for an id with an unknown outcome");
}

void Oracle::CheckDecided(const Question& question, const Answer& answer) {
  if (question.decided == nullptr) {
    verdict_.Fail(Check::kCommitFirst, "a request was answered before it was decided");
    return;
  }
  DecidedBatch& decided = *question.decided;
  const auto* accepted = std::get_if<Accepted>(&answer);
  if (accepted != nullptr && accepted->index >= disk_.entries.size()) {
    verdict_.Fail(Check::kCommitFirst,
                  Describe(question.intent) + " was answered before it was durable");
    return;
  }
  if (!decided.judged) Judge(decided, {});
  if (verdict_.violation()) return;
  const Expected& expected = *question.expected;
  const std::string told = Told(answer);
  if (told != Text(expected)) {
    const bool repeated = expected.kind == Expected::Kind::kRepeated;
    verdict_.Fail(repeated ? Check::kOnce : Check::kOutcome,
                  Describe(question.intent) + " was answered " + told + ", and the model says " +
                      Text(expected));
    return;
  }
  if (accepted == nullptr) return;
  const StoredEntry& entry = disk_.entries[accepted->index];
  const auto leaf = DecodeLeaf(entry.leaf);
  verdict_.Expect(leaf && leaf->committed_at == accepted->committed_at &&
                      entry.outcome == EncodeOutcome(accepted->outcome),
                  Check::kOutcome, "an answer has another time or outcome than its entry");
}

std::optional<Checkpoint> Oracle::Open(const std::string& note) const {
  const auto opened = OpenCheckpoint(note, CheckpointVerifier(identity_.origin, identity_.log_key));
  return opened ? std::optional(*opened) : std::nullopt;
}

void Oracle::OnHeadStored(const std::string& note) {
  if (note.empty()) return;
  const auto checkpoint = Open(note);
  if (!checkpoint || checkpoint->size >= expected_.roots.size()) {
    verdict_.Fail(Check::kHead, "a head over entries that are not durable was stored");
    return;
  }
  verdict_.Expect(checkpoint->root == expected_.roots[checkpoint->size], Check::kHead,
                  "a head with another root than the log's was stored");
  verdict_.Expect(checkpoint->size >= stored_.size, Check::kHead, "a smaller head was stored");
  stored_ = *checkpoint;
}

void Oracle::Look(const Head& head, const LedgerService& service) {
  if (verdict_.violation()) return;  // the expected ledger is no longer reliable
  if (head.size == seen_.size) {
    verdict_.Expect(head.note == seen_.note, Check::kHead,
                    "two heads of the same size were published");
    return;
  }
  if (head.size < seen_.size) {
    verdict_.Fail(Check::kHead, "the published head shrank from " + std::to_string(seen_.size) +
                                    " to " + std::to_string(head.size));
    return;
  }
  const auto checkpoint = Open(head.note);
  const auto beside = disk_.head_beside ? Open(*disk_.head_beside) : std::nullopt;
  if (!checkpoint || !beside || beside->size < checkpoint->size) {
    verdict_.Fail(Check::kHead, "a head was published before it was stored");
    return;
  }
  TileTree tree([&](TileRowId id) -> Parsed<std::string> {
    for (const LevelTiles& level : TilesOfSize(head.size)) {
      if (level.level != id.level) continue;
      const uint32_t width = id.number < level.full ? kTileWidth : level.partial_width;
      if (auto tile = service.Tile(id.level, id.number, width)) return *std::move(tile);
    }
    return FormatError{"no such tile"};
  });
  const auto root = RootFrom(head.size, tree);
  if (!root || *root != checkpoint->root) {
    verdict_.Fail(Check::kProof, "the tiles do not prove the published head");
    return;
  }
  if (seen_.size > 0) {
    const auto proof = service.Consistency(seen_.size, head.size);
    const bool continues = proof && VerifyConsistency({.old_size = seen_.size,
                                                       .old_root = expected_.roots[seen_.size],
                                                       .new_size = head.size,
                                                       .new_root = checkpoint->root},
                                                      *proof);
    verdict_.Expect(continues, Check::kProof,
                    "the published head does not continue the previous one");
  }
  const auto path = service.Inclusion(head.size - 1, head.size);
  const bool proved =
      path && VerifyInclusion({.index = head.size - 1,
                               .size = head.size,
                               .leaf_hash = LeafHash(expected_.leaves[head.size - 1]),
                               .root = checkpoint->root},
                              *path);
  verdict_.Expect(proved, Check::kProof, "the last entry of a head has no valid proof");
  seen_ = head;
  ++heads_;
}

void Oracle::OnRowsWritten(const Overlay::Rows& rows, uint64_t applied_size) {
  verdict_.Expect(applied_size <= expected_.leaves.size(), Check::kCommitFirst,
                  "the readable state includes entries that are not durable");
  if (applied_size != expected_.leaves.size()) return;
  for (const auto& [key, value] : rows) {
    const auto row = expected_.rows.find(key);
    const auto kept = disk_.rows.find(key);
    const bool there = row != expected_.rows.end();
    if (there != (kept != disk_.rows.end()) || (there && row->second != kept->second)) {
      verdict_.Fail(Check::kState,
                    std::string("a row of table '") + key.front() + "' differs from the log");
      return;
    }
  }
}

void Oracle::OnCrash() {
  at_hand_ = nullptr;
  unknown_.clear();
  if (disk_.entries.size() < expected_.leaves.size()) {
    verdict_.Fail(Check::kOnce, "the log has lost entries");
  }
}

void Oracle::OnStarted(const RecoveredState& standing) {
  const bool same_log = std::equal(
      disk_.entries.begin(), disk_.entries.end(), expected_.leaves.begin(), expected_.leaves.end(),
      [](const StoredEntry& entry, const std::string& leaf) { return entry.leaf == leaf; });
  verdict_.Expect(same_log, Check::kOnce, "after a start the log has other entries");
  verdict_.Expect(disk_.applied_size == expected_.leaves.size() && disk_.rows == expected_.rows,
                  Check::kState, "after a start the state differs from the log");
  verdict_.Expect(standing.ledger.value_or(Hash{}) == expected_.ledger, Check::kStart,
                  "a start found another ledger");
}

}  // namespace enishi::simulator
