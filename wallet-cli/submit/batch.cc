#include "wallet-cli/submit/batch.h"

#include <algorithm>
#include <atomic>
#include <future>
#include <nlohmann/json.hpp>
#include <optional>
#include <thread>
#include <utility>

#include "ledger/messages/failures.h"
#include "ledger/messages/wallet.h"
#include "wallet-cli/submit/plan_match.h"

namespace enishi {
namespace {

// Below the server's limit of 8 MiB for one request, newlines included.
constexpr size_t kChunkBytesMax = size_t{7} << 20;
// The rules take an id for so long after its time (specs/instructions.md).
constexpr uint64_t kIdWindowMs = kDayMs;

// A line of the plan on its way.
struct Item {
  Draft draft;
  Hash intent{};
  std::optional<size_t> number;     // in the file of what was sent, where it is there
  std::optional<SentLine> settled;  // by an earlier run
  bool to_sign = false;
  std::string envelope;
};

struct Chunk {
  std::vector<Item> items;
  std::optional<Failure> failure;  // of the line behind the last item
};

Failure BadLine(uint64_t line, Failure failure) {
  failure.title = Fill(texts::kPlanLine, line, failure.title);
  return failure;
}

std::string AnswerName(const LineAnswer& answer) {
  return answer.accepted() ? "accepted" : answer.code;
}

// Signs in parallel; signing is most of the work.
void SignAll(const Expander& expander, const BatchOptions& options, Chunk& chunk) {
  std::vector<std::optional<Failure>> errors(chunk.items.size());
  std::atomic<size_t> next{0};
  const auto work = [&] {
    for (size_t i = next++; i < chunk.items.size(); i = next++) {
      Item& item = chunk.items[i];
      if (!item.to_sign) continue;
      auto envelope = expander.Finish(item.draft);
      if (!envelope) {
        errors[i] = envelope.error();
        continue;
      }
      item.envelope = *std::move(envelope);
      if (!options.rework) continue;
      auto reworked = options.rework(item.draft, std::move(item.envelope));
      if (reworked) {
        item.envelope = *std::move(reworked);
      } else {
        errors[i] = Usage(reworked.error().message);
      }
    }
  };
  {
    std::vector<std::jthread> others;
    for (unsigned i = 1; i < options.threads && chunk.items.size() > 8; ++i) {
      others.emplace_back(work);
    }
    work();
  }
  const auto bad = std::find_if(errors.begin(), errors.end(), [](const auto& e) { return !!e; });
  if (bad == errors.end()) return;
  const auto at = static_cast<size_t>(bad - errors.begin());
  chunk.failure = BadLine(chunk.items[at].draft.line, **bad);
  chunk.items.resize(at);
}

// Reads the plan line by line and decides for each what is to be sent: nothing, the bytes of an
// earlier run, or fresh ones. One thread at a time.
class Reader {
 public:
  Reader(std::istream& plan, const Keyring& keyring, const LedgerInfo& info, const SentFile& sent,
         PlanMatch match, const BatchOptions& options)
      : plan_(plan),
        expander_(keyring, info),
        sent_(sent),
        match_(std::move(match)),
        options_(options) {}

  Chunk Next() {
    Chunk chunk;
    std::string text;
    while (chunk.items.size() < options_.chunk && std::getline(plan_, text)) {
      auto item = Take(text);
      if (!item) {
        chunk.failure = item.error();
        break;
      }
      if (!*item) continue;
      chunk.items.push_back(**std::move(item));
      if (chunk.items.back().draft.IsBarrier()) break;
    }
    SignAll(expander_, options_, chunk);
    return chunk;
  }

  void Learn(const LedgerInfo& info) { expander_.Learn(info); }

 private:
  Tried<std::optional<Item>> Take(const std::string& text) {
    const auto found = match_.lines.find(expander_.line() + 1);
    std::optional<Instruction> before;
    Item item;
    if (found != match_.lines.end()) {
      auto envelope = sent_.Envelope(found->second.number);
      if (!envelope) return envelope.error();
      auto instruction = ReadEnvelope(*envelope);
      if (!instruction) {
        return Failure{Exit::kRefused, "sent_file", sent_.path().string() + ": was changed"};
      }
      before = *std::move(instruction);
      item.number = found->second.number;
      item.envelope = *std::move(envelope);
    }
    auto draft = expander_.Next(text, before ? &*before : nullptr);
    if (!draft) return BadLine(expander_.line(), draft.error());
    if (!*draft) return std::optional<Item>();
    item.draft = **std::move(draft);
    item.intent = IntentOf(text);
    if (before) {
      Resume(item, before->header, found->second.changed);
    } else {
      item.to_sign = true;
    }
    return std::optional(std::move(item));
  }

  // The same bytes are sent again as long as they may be accepted or may have been. Else the line
  // is signed again under its id, which keeps it to one acceptance; an id that is too old can have
  // none any more.
  void Resume(Item& item, const Header& before, bool changed) const {
    SentLine line = sent_.Line(*item.number);
    if (line.state == SentLine::State::kUnanswered) return;
    const bool final =
        line.state == SentLine::State::kAccepted || AnswerName(line.answer) == item.draft.expect;
    if (final && !changed) {
      item.settled = std::move(line);
      return;
    }
    const uint64_t now = std::max(expander_.now().ms, item.draft.at.ms);
    if (!changed && before.valid_until.ms >= now) return;
    item.to_sign = true;
    const uint64_t id_ends = before.id.time().ms + kIdWindowMs;
    if (item.draft.id || id_ends <= now) return;
    item.draft.id = before.id;
    item.draft.valid_until = Timestamp{std::min(now + kValidForMs, id_ends)};
  }

  std::istream& plan_;
  Expander expander_;
  const SentFile& sent_;
  const PlanMatch match_;
  const BatchOptions& options_;
};

class Sender {
 public:
  Sender(Client& client, SentFile& sent, const BatchOptions& options)
      : client_(client), sent_(sent), options_(options) {}

  std::optional<Failure> Send(Chunk& chunk) {
    if (auto failure = WriteDown(chunk)) return failure;
    std::vector<Item*> open;
    for (Item& item : chunk.items) {
      if (!item.settled) open.push_back(&item);
    }
    for (size_t from = 0; from < open.size();) {
      std::vector<std::string> envelopes;
      std::vector<size_t> numbers;
      size_t bytes = 0;
      for (size_t i = from; i < open.size(); ++i) {
        bytes += open[i]->envelope.size() + 1;
        if (bytes > kChunkBytesMax) break;
        envelopes.push_back(std::move(open[i]->envelope));
        numbers.push_back(*open[i]->number);
      }
      const auto answers = client_.SubmitLines(envelopes);
      if (!answers) return answers.error();
      if (auto kept = sent_.AddAnswers(numbers, *answers); !kept) return kept.error();
      for (size_t i = 0; i < answers->size(); ++i) {
        ++summary_.sent;
        open[from + i]->settled = SentLine{.answer = (*answers)[i]};
        Tell(summary_.sent + summary_.earlier);
      }
      from += answers->size();
    }
    for (const Item& item : chunk.items) Count(item.draft, item.settled->answer);
    return std::nullopt;
  }

  // Asks what became of envelopes that had no answer and have expired since. It changes nothing,
  // as they cannot be accepted any more, and so may come before the lines in front of them.
  std::optional<Failure> AskForExpired(Timestamp now) {
    std::vector<std::string> envelopes;
    std::vector<size_t> numbers;
    for (size_t number = 0; number < sent_.size(); ++number) {
      if (sent_.Line(number).state != SentLine::State::kUnanswered) continue;
      auto envelope = sent_.Envelope(number);
      if (!envelope) return envelope.error();
      const auto instruction = ReadEnvelope(*envelope);
      if (!instruction || instruction->header.valid_until >= now) continue;
      envelopes.push_back(*std::move(envelope));
      numbers.push_back(number);
    }
    for (size_t from = 0; from < numbers.size(); from += options_.chunk) {
      const size_t count = std::min(options_.chunk, numbers.size() - from);
      const auto answers = client_.SubmitLines(std::span(envelopes).subspan(from, count));
      if (!answers) return answers.error();
      const auto kept = sent_.AddAnswers(std::span(numbers).subspan(from, count), *answers);
      if (!kept) return kept.error();
    }
    return std::nullopt;
  }

  [[nodiscard]] const BatchSummary& summary() const { return summary_; }

 private:
  // Nothing is sent that is not on the disk.
  std::optional<Failure> WriteDown(Chunk& chunk) {
    std::vector<SentEnvelope> fresh;
    for (const Item& item : chunk.items) {
      if (item.settled) ++summary_.earlier;
      if (item.to_sign) {
        fresh.push_back({item.number, item.draft.line, item.intent, item.envelope});
      }
    }
    const auto numbers = sent_.AddEnvelopes(fresh);
    if (!numbers) return numbers.error();
    size_t next = 0;
    for (Item& item : chunk.items) {
      if (item.to_sign) item.number = (*numbers)[next++];
    }
    return std::nullopt;
  }

  void Tell(uint64_t settled) const {
    if (options_.progress) options_.progress(settled);
  }

  void Count(const Draft& draft, const LineAnswer& answer) {
    const std::string got = AnswerName(answer);
    if (answer.accepted()) {
      ++summary_.accepted;
    } else {
      ++summary_.refused[answer.code];
      if (options_.refusals != nullptr) WriteRefusal(draft, answer);
    }
    if (got == draft.expect) return;
    if (summary_.unexpected_count++ < BatchSummary::kSurprisesShown) {
      summary_.unexpected.push_back({draft.line, got, draft.expect});
    }
  }

  void WriteRefusal(const Draft& draft, const LineAnswer& answer) {
    *options_.refusals << Dump(Json::object({{"line", draft.line},
                                             {"kind", draft.kind},
                                             {"reason", answer.code},
                                             {"title", answer.title},
                                             {"detail", answer.detail}}))
                       << '\n';
  }

  Client& client_;
  SentFile& sent_;
  const BatchOptions& options_;
  BatchSummary summary_;
};

// The plan from its first line again, whatever was read of it.
bool Rewind(std::istream& plan) {
  plan.clear();
  plan.seekg(0);
  return !plan.fail();
}

// Whoever reads of a lost answer must know that the same run again is the safe way.
Failure GoOnLater(Failure failure, const SentFile& sent) {
  if (failure.code == "outcome_unknown") {
    failure.title = texts::kOutcomeUnknownList;
  }
  failure.detail.Append(Fill(texts::kKeptIn, sent.path().string()));
  return failure;
}

}  // namespace

Json BatchSummary::ToJson() const {
  Json reasons = Json::object();
  for (const auto& [reason, count] : refused) reasons[reason] = count;
  JsonArray surprises;
  for (const Surprise& one : unexpected) {
    surprises.push_back(
        Json::object({{"line", one.line}, {"got", one.got}, {"expected", one.expected}}));
  }
  return Json::object({{"sent", sent},
                       {"earlier", earlier},
                       {"accepted", accepted},
                       {"refused", std::move(reasons)},
                       {"unexpected_count", unexpected_count},
                       {"unexpected", std::move(surprises)}});
}

Tried<BatchSummary> RunBatch(std::istream& plan, const Keyring& keyring, const LedgerInfo& info,
                             Client& client, SentFile& sent, const BatchOptions& options) {
  if (auto bound = sent.Bind(info.ledger); !bound) return bound.error();
  auto match = sent.size() == 0 ? Tried<PlanMatch>(PlanMatch{}) : MatchPlan(plan, sent);
  if (!match) return match.error();
  if (!Rewind(plan)) return Usage(texts::kPlanReadOnce);
  Sender sender(client, sent, options);
  if (auto failure = sender.AskForExpired(info.time)) return GoOnLater(*std::move(failure), sent);
  Reader reader(plan, keyring, info, sent, *std::move(match), options);
  Chunk chunk = reader.Next();
  while (!chunk.items.empty()) {
    const bool barrier = chunk.items.back().draft.IsBarrier();
    std::future<Chunk> next;
    if (!barrier && !chunk.failure) {
      next = std::async(std::launch::async, [&] { return reader.Next(); });
    }
    if (auto failure = sender.Send(chunk)) return GoOnLater(*std::move(failure), sent);
    if (chunk.failure) break;
    if (barrier) {
      const auto learned = client.Ledger();
      if (!learned) return learned.error();
      if (auto bound = sent.Bind(learned->ledger); !bound) return bound.error();
      reader.Learn(*learned);
    }
    chunk = next.valid() ? next.get() : reader.Next();
  }
  if (chunk.failure) return *std::move(chunk.failure);
  return sender.summary();
}

}  // namespace enishi
