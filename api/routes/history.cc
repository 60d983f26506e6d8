#include "api/routes/history.h"

#include "api/http/problems.h"
#include "api/routes/json_response.h"
#include "api/routes/page.h"
#include "api/routes/parameters.h"
#include "ledger/instruction/codec.h"
#include "ledger/query/history.h"

namespace enishi {
namespace {

// Nullopt if the entry cannot be read or does not belong to the account's history.
std::optional<HistoryStep> ReadStep(const Log& log, AccountId account, uint64_t index) {
  const auto stored = log.Read(index);
  if (!stored) return std::nullopt;
  const auto entry = DecodeEntry(stored->leaf, stored->outcome);
  return entry ? HistoryStepAt(index, *entry, stored->links, account) : std::nullopt;
}

Json StepJson(const HistoryStep& step, const std::vector<CurrencyChange>& changes) {
  Json json = Json::object({{"index", step.index},
                            {"committed_at", step.committed_at.ms},
                            {"kind", step.kind},
                            {"amount", SumJson(step.amount)}});
  JsonArray amounts;
  for (const CurrencyChange& change : changes) {
    amounts.push_back(
        Json::object({{"currency", change.currency.text}, {"amount", SumJson(change.amount)}}));
  }
  json["amounts"] = std::move(amounts);
  if (step.counterparty) json["counterparty"] = step.counterparty->ToString();
  if (step.reference) json["reference"] = step.reference->text;
  json["postings"] = FieldType<std::vector<Posting>>::ToJson(step.postings);
  return json;
}

}  // namespace

Response GetHistory(ApiContext& context, const Call& call) {
  const auto account = ReadAccountId(call.parameters.at(0));
  if (!account) return account.error();
  const std::string list = "history/" + account->ToString();
  const auto page = ReadPage(call.request, list);
  if (!page) return page.error();
  uint64_t next = 0;  // the next entry of the page, plus one
  if (page->after) {
    ByteReader place(*page->after);
    if (!place.Read(next) || !place.AtEnd()) return ProblemResponse(Problem::kBadRequest);
  } else {
    context.service.Read([&](const View& view) { next = LatestPosted(view, *account); });
  }
  JsonArray entries;
  while (next > 0 && entries.size() < page->limit) {
    const auto step = ReadStep(context.service.log(), *account, next - 1);
    if (!step) {
      return page->after
                 ? ProblemResponse(Problem::kBadRequest, "cursor names no entry of this history")
                 : ProblemResponse(Problem::kInternalError, "an entry is damaged");
    }
    std::vector<CurrencyChange> changes;
    context.service.Read(
        [&](const View& view) { changes = ChangesByCurrency(view, step->postings); });
    entries.push_back(StepJson(*step, changes));
    next = step->previous;
  }
  Json json = Json::object({{"account", account->ToString()}, {"entries", std::move(entries)}});
  if (next > 0) {
    std::string place;
    PutInteger(place, next);
    json["next_cursor"] = EncodeCursor(list, place);
  }
  return PrivateJsonResponse(json);
}

}  // namespace enishi
