#include "api/routes/instructions.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "api/http/problems.h"
#include "api/routes/json_response.h"
#include "ledger/base/threads.h"
#include "ledger/messages/reasons.h"

namespace enishi {
namespace {

constexpr size_t kBatchLinesMax = 1000;
// Starting a thread costs about as much as one verification, so it pays from this many lines.
constexpr size_t kLinesPerThread = 8;
constexpr std::string_view kJson = "application/json";
constexpr std::string_view kNdjson = "application/x-ndjson";

// An instruction that can be submitted, or why it cannot.
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

Response AnswerOne(const Answer& answer) {
  if (const auto* rejection = std::get_if<Rejection>(&answer)) return RejectionResponse(*rejection);
  if (const auto* unavailable = std::get_if<Unavailable>(&answer)) {
    return ProblemResponse(ProblemOf(*unavailable));
  }
  const auto& accepted = std::get<Accepted>(answer);
  Json json = Json::object({{"index", accepted.index},
                            {"committed_at", accepted.committed_at.ms},
                            {"repeated", accepted.repeated}});
  json["outcome"] = OutcomeJson(accepted.outcome);
  return JsonResponse(json, accepted.repeated ? 200 : 201);
}

Json AnswerLine(const Answer& answer) {
  if (const auto* accepted = std::get_if<Accepted>(&answer)) {
    Json line;  // built by moves, because a batch has many lines
    line["status"] = accepted->repeated ? 200 : 201;
    line["index"] = accepted->index;
    line["committed_at"] = accepted->committed_at.ms;
    line["repeated"] = accepted->repeated;
    return line;
  }
  if (const auto* unavailable = std::get_if<Unavailable>(&answer)) {
    const Problem problem = ProblemOf(*unavailable);
    return Json::object({{"status", ProblemStatus(problem)},
                         {"code", ProblemCode(problem)},
                         {"title", ProblemTitle(problem)}});
  }
  const auto& rejection = std::get<Rejection>(answer);
  const Text& title = TextOf(rejection.reason).title;
  Json line = Json::object({{"status", HttpStatus(rejection.reason)},
                            {"code", ReasonName(rejection.reason)},
                            {"title", title.en},
                            {"title_ja", title.ja}});
  if (!rejection.detail.empty()) line["detail"] = rejection.detail;
  if (!rejection.pointer.empty()) line["pointer"] = rejection.pointer;
  return line;
}

// Replies with what `make` returns. This runs on the committing thread, where an exception would
// stop the ledger and leave the rest of the batch unanswered.
template <class Make>
void AnswerWith(const Reply& reply, Make make) {
  std::optional<Response> response;
  try {
    response = make();
  } catch (...) {
    response = ProblemResponse(Problem::kInternalError);
  }
  reply(*std::move(response));
}

// A batch that waits for the answers to its lines. Shared by their callbacks.
class WaitingBatch {
 public:
  WaitingBatch(size_t lines, Reply reply)
      : answers_(lines), missing_(lines), reply_(std::move(reply)) {}

  // Any thread. The last call replies for the whole batch.
  void Put(size_t line, Answer answer) {
    answers_[line] = std::move(answer);
    if (--missing_ > 0) return;
    AnswerWith(reply_, [this] {
      std::string body;
      for (const Answer& one : answers_) {
        body += Dump(AnswerLine(one));
        body += '\n';
      }
      return Response{200, std::string(kNdjson), std::move(body)};
    });
  }

 private:
  std::vector<Answer> answers_;
  std::atomic<size_t> missing_;
  const Reply reply_;
};

// The lines without their line ends. A line end after the last line does not begin another one.
std::vector<std::string_view> SplitLines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty() && lines.size() <= kBatchLinesMax) {
    const size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

// Parses and verifies the lines on all cores: verification is most of the cost of a batch.
std::vector<Verified> VerifyLines(const std::vector<std::string_view>& lines) {
  std::vector<Verified> verified(lines.size(), Verified(Rejection{Reason::kEnvelopeMalformed}));
  std::atomic<size_t> next = 0;
  const auto work = [&] {
    for (size_t i = next++; i < lines.size(); i = next++) {
      verified[i] = ReadAndVerify(lines[i]);
    }
  };
  RunOnThreads(std::min(CoreCount(), 1 + lines.size() / kLinesPerThread), work);
  return verified;
}

void PostBatch(ApiContext& context, const Request& request, Reply reply) {
  const auto lines = SplitLines(request.body);
  if (lines.empty()) {
    return reply(ProblemResponse(Problem::kBadRequest, "a batch must have at least one line"));
  }
  if (lines.size() > kBatchLinesMax) {
    return reply(ProblemResponse(Problem::kTooLarge, "a batch must have at most 1,000 lines"));
  }
  auto verified = VerifyLines(lines);
  auto waiting = std::make_shared<WaitingBatch>(lines.size(), std::move(reply));
  for (size_t i = 0; i < verified.size(); ++i) {
    if (!verified[i]) {
      waiting->Put(i, verified[i].error());
      continue;
    }
    context.service.Submit(*std::move(verified[i]),
                           [waiting, i](Answer answer) { waiting->Put(i, std::move(answer)); });
  }
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

void PostInstructions(ApiContext& context, const Call& call, Reply reply) {
  const std::string type = MediaType(call.request.content_type);
  if (type == kNdjson) return PostBatch(context, call.request, std::move(reply));
  if (type != kJson) {
    return reply(ProblemResponse(
        Problem::kUnsupportedMediaType,
        "must be application/json for one instruction, application/x-ndjson for many"));
  }
  if (call.request.body.size() > kEnvelopeBytesMax) {
    return reply(ProblemResponse(Problem::kTooLarge, "an envelope must have at most 104 KiB"));
  }
  auto verified = ReadAndVerify(call.request.body);
  if (!verified) return reply(RejectionResponse(verified.error()));
  context.service.Submit(*std::move(verified), [reply = std::move(reply)](const Answer& answer) {
    AnswerWith(reply, [&] { return AnswerOne(answer); });
  });
}

}  // namespace enishi
