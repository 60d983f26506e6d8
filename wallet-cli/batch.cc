#include "wallet-cli/batch.h"

#include <algorithm>
#include <atomic>
#include <future>
#include <optional>
#include <thread>
#include <utility>

#include "wallet-cli/intent/expander.h"

namespace enishi {
namespace {

// Below the server's limit of 8 MiB for one request, newlines included.
constexpr size_t kChunkBytesMax = size_t{7} << 20;

struct Chunk {
  std::vector<Draft> drafts;
  std::vector<std::string> envelopes;
  std::optional<Failure> failure;  // of the line behind the last draft
};

Failure BadLine(uint64_t line, const std::string& why) {
  return Usage("line " + std::to_string(line) + " of the plan: " + why);
}

// Signs in parallel; signing is most of the work.
void SignAll(const Expander& expander, unsigned threads, Chunk& chunk) {
  std::vector<std::optional<FormatError>> errors(chunk.drafts.size());
  chunk.envelopes.resize(chunk.drafts.size());
  std::atomic<size_t> next{0};
  const auto work = [&] {
    for (size_t i = next++; i < chunk.drafts.size(); i = next++) {
      auto envelope = expander.Finish(chunk.drafts[i]);
      if (envelope) {
        chunk.envelopes[i] = *std::move(envelope);
      } else {
        errors[i] = envelope.error();
      }
    }
  };
  {
    std::vector<std::jthread> others;
    for (unsigned i = 1; i < threads && chunk.drafts.size() > 8; ++i) others.emplace_back(work);
    work();
  }
  const auto bad = std::find_if(errors.begin(), errors.end(), [](const auto& e) { return !!e; });
  if (bad == errors.end()) return;
  const auto at = static_cast<size_t>(bad - errors.begin());
  chunk.failure = BadLine(chunk.drafts[at].line, (*bad)->message);
  chunk.drafts.resize(at);
  chunk.envelopes.resize(at);
}

Chunk Prepare(std::istream& plan, Expander& expander, const BatchOptions& options) {
  Chunk chunk;
  std::string line;
  while (chunk.drafts.size() < options.chunk && std::getline(plan, line)) {
    auto draft = expander.Next(line);
    if (!draft) {
      chunk.failure = BadLine(expander.line(), draft.error().message);
      break;
    }
    if (!*draft) continue;
    chunk.drafts.push_back(**std::move(draft));
    if (chunk.drafts.back().IsBarrier()) break;
  }
  SignAll(expander, options.threads, chunk);
  return chunk;
}

class Sender {
 public:
  Sender(Client& client, const BatchOptions& options) : client_(client), options_(options) {}

  std::optional<Failure> Send(const Chunk& chunk) {
    size_t from = 0;
    while (from < chunk.envelopes.size()) {
      size_t to = from;
      size_t bytes = 0;
      while (to < chunk.envelopes.size() && bytes + chunk.envelopes[to].size() < kChunkBytesMax) {
        bytes += chunk.envelopes[to].size() + 1;
        ++to;
      }
      const auto answers = client_.SubmitLines(std::span(chunk.envelopes).subspan(from, to - from));
      if (!answers) return answers.error();
      for (size_t i = from; i < to; ++i) Count(chunk.drafts[i], (*answers)[i - from]);
      if (options_.progress) options_.progress(summary_.sent);
      from = to;
    }
    return std::nullopt;
  }

  [[nodiscard]] const BatchSummary& summary() const { return summary_; }

 private:
  void Count(const Draft& draft, const LineAnswer& answer) {
    ++summary_.sent;
    const std::string got = answer.accepted() ? "accepted" : answer.code;
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
    *options_.refusals << Json(Json::Object{{"line", draft.line},
                                            {"kind", draft.kind},
                                            {"reason", answer.code},
                                            {"title", answer.title},
                                            {"detail", answer.detail}})
                              .Dump()
                       << '\n';
  }

  Client& client_;
  const BatchOptions& options_;
  BatchSummary summary_;
};

}  // namespace

Json BatchSummary::ToJson() const {
  Json reasons = Json::Object{};
  for (const auto& [reason, count] : refused) reasons.Set(reason, count);
  Json::Array surprises;
  for (const Surprise& one : unexpected) {
    surprises.push_back(
        Json::Object{{"line", one.line}, {"got", one.got}, {"expected", one.expected}});
  }
  return Json::Object{{"sent", sent},
                      {"accepted", accepted},
                      {"refused", std::move(reasons)},
                      {"unexpected_count", unexpected_count},
                      {"unexpected", std::move(surprises)}};
}

Tried<BatchSummary> RunBatch(std::istream& plan, const Keyring& keyring, const LedgerInfo& info,
                             Client& client, const BatchOptions& options) {
  Expander expander(keyring, info);
  Sender sender(client, options);
  Chunk chunk = Prepare(plan, expander, options);
  while (true) {
    if (chunk.envelopes.empty()) break;
    const bool barrier = chunk.drafts.back().IsBarrier();
    std::future<Chunk> next;
    if (!barrier && !chunk.failure) {
      next = std::async(std::launch::async, [&] { return Prepare(plan, expander, options); });
    }
    if (auto failure = sender.Send(chunk)) return *std::move(failure);
    if (chunk.failure) break;
    if (barrier) {
      const auto learned = client.Ledger();
      if (!learned) return learned.error();
      expander.Learn(*learned);
    }
    chunk = next.valid() ? next.get() : Prepare(plan, expander, options);
  }
  if (chunk.failure) return *std::move(chunk.failure);
  return sender.summary();
}

}  // namespace enishi
