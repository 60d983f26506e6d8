#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

#include "api/desk.h"
#include "api/problems.h"
#include "ledger/rules/outcome.h"

namespace enishi {
namespace {

constexpr size_t kBatchLinesMax = 1000;
// A thread costs about as much as one verification; it is worth starting for this many lines.
constexpr size_t kLinesPerThread = 8;
constexpr std::string_view kJson = "application/json";
constexpr std::string_view kNdjson = "application/x-ndjson";

// Either an instruction that may be submitted, or why it may not.
using Verified = Checked<Instruction>;

Verified ReadAndVerify(std::string_view envelope) {
  if (envelope.size() > kEnvelopeBytesMax) return Rejection{Reason::kBodyTooLarge};
  auto instruction = ReadEnvelope(envelope);
  if (!instruction) return instruction;
  if (auto rejection = VerifySignatures(*instruction)) return *std::move(rejection);
  return instruction;
}

Problem ProblemOf(Unavailable unavailable) {
  switch (unavailable) {
    case Unavailable::kQueueFull:
      return Problem::kQueueFull;
    case Unavailable::kReadOnly:
      return Problem::kLedgerReadOnly;
    case Unavailable::kOutcomeUnknown:
      return Problem::kOutcomeUnknown;
    case Unavailable::kStopping:
      return Problem::kStopping;
  }
  return Problem::kInternalError;
}

// Answers of instructions that were submitted together. Shared with the callbacks, because the last
// of them may still be leaving when the waiter has gone.
class Answers {
 public:
  explicit Answers(size_t count) : answers_(count), missing_(count) {}

  void Put(size_t position, Answer answer) {
    const std::lock_guard lock(mutex_);
    answers_[position] = std::move(answer);
    if (--missing_ == 0) all_here_.notify_one();
  }

  // Waits for all; they are the caller's then.
  std::vector<Answer> Take() {
    std::unique_lock lock(mutex_);
    all_here_.wait(lock, [&] { return missing_ == 0; });
    return std::move(answers_);
  }

 private:
  std::mutex mutex_;
  std::condition_variable all_here_;
  std::vector<Answer> answers_;
  size_t missing_;
};

// Submits what may be submitted, in order, and waits. A line that may not has its rejection.
std::vector<Answer> SubmitAll(LedgerService& service, std::vector<Verified> lines) {
  auto answers = std::make_shared<Answers>(lines.size());
  for (size_t i = 0; i < lines.size(); ++i) {
    if (lines[i]) {
      service.Submit(*std::move(lines[i]),
                     [answers, i](Answer answer) { answers->Put(i, std::move(answer)); });
    } else {
      answers->Put(i, lines[i].error());
    }
  }
  return answers->Take();
}

Response AnswerOne(const Answer& answer) {
  if (const auto* rejection = std::get_if<Rejection>(&answer)) return RejectionResponse(*rejection);
  if (const auto* unavailable = std::get_if<Unavailable>(&answer)) {
    return ProblemResponse(ProblemOf(*unavailable));
  }
  const auto& accepted = std::get<Accepted>(answer);
  return JsonResponse(Json::Object{{"index", accepted.index},
                                   {"committed_at", accepted.committed_at.ms},
                                   {"repeated", accepted.repeated},
                                   {"outcome", OutcomeJson(accepted.outcome)}},
                      accepted.repeated ? 200 : 201);
}

Json AnswerLine(const Answer& answer) {
  if (const auto* accepted = std::get_if<Accepted>(&answer)) {
    return Json::Object{{"status", accepted->repeated ? 200 : 201},
                        {"index", accepted->index},
                        {"committed_at", accepted->committed_at.ms},
                        {"repeated", accepted->repeated}};
  }
  if (const auto* unavailable = std::get_if<Unavailable>(&answer)) {
    const Problem problem = ProblemOf(*unavailable);
    return Json::Object{{"status", ProblemStatus(problem)},
                        {"code", ProblemCode(problem)},
                        {"title", ProblemTitle(problem)}};
  }
  const auto& rejection = std::get<Rejection>(answer);
  Json line = Json::Object{{"status", HttpStatus(rejection.reason)},
                           {"code", ReasonName(rejection.reason)},
                           {"title", ReasonTitle(rejection.reason)},
                           {"title_ja", ReasonTitleJa(rejection.reason)}};
  if (!rejection.detail.empty()) line.Set("detail", rejection.detail);
  if (!rejection.pointer.empty()) line.Set("pointer", rejection.pointer);
  return line;
}

// The lines without their line ends; a line end after the last one is no further line.
std::vector<std::string_view> SplitLines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty() && lines.size() <= kBatchLinesMax) {
    const size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

// Parses and verifies lines on all cores; signatures are what a batch costs.
std::vector<Verified> VerifyLines(const std::vector<std::string_view>& lines) {
  std::vector<Verified> verified(lines.size(), Verified(Rejection{Reason::kEnvelopeMalformed}));
  std::atomic<size_t> next = 0;
  const auto work = [&] {
    for (size_t i = next++; i < lines.size(); i = next++) {
      verified[i] = ReadAndVerify(lines[i]);
    }
  };
  const size_t cores = std::max(1U, std::thread::hardware_concurrency());
  const size_t useful = std::min(cores, 1 + lines.size() / kLinesPerThread);
  std::vector<std::thread> others;
  for (size_t i = 1; i < useful; ++i) others.emplace_back(work);
  work();
  for (std::thread& other : others) other.join();
  return verified;
}

Response PostBatch(Desk& desk, const Request& request) {
  const auto lines = SplitLines(request.body);
  if (lines.empty()) return ProblemResponse(Problem::kBadRequest, "a batch has at least one line");
  if (lines.size() > kBatchLinesMax) {
    return ProblemResponse(Problem::kTooLarge, "a batch has at most 1,000 lines");
  }
  std::string body;
  for (const Answer& answer : SubmitAll(desk.service, VerifyLines(lines))) {
    body += AnswerLine(answer).Dump();
    body += '\n';
  }
  return {200, std::string(kNdjson), std::move(body)};
}

// The media type without its parameters, in lower case.
std::string MediaType(std::string_view content_type) {
  std::string type(content_type.substr(0, content_type.find(';')));
  while (!type.empty() && type.back() == ' ') type.pop_back();
  for (char& byte : type) {
    if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte - 'A' + 'a');
  }
  return type;
}

}  // namespace

Response PostInstructions(Desk& desk, const Call& call) {
  const std::string type = MediaType(call.request.content_type);
  if (type == kNdjson) return PostBatch(desk, call.request);
  if (type != kJson) {
    return ProblemResponse(Problem::kUnsupportedMediaType,
                           "application/json for one, application/x-ndjson for many");
  }
  if (call.request.body.size() > kEnvelopeBytesMax) {
    return ProblemResponse(Problem::kTooLarge, "an envelope has at most 40 KiB");
  }
  std::vector<Verified> one;
  one.push_back(ReadAndVerify(call.request.body));
  return AnswerOne(SubmitAll(desk.service, std::move(one)).front());
}

}  // namespace enishi
