#include <algorithm>
#include <map>

#include "api/http/problems.h"
#include "api/routes/checked_sum.h"
#include "api/routes/context.h"
#include "api/routes/paging.h"
#include "ledger/instruction/leaf.h"
#include "ledger/rules/apply.h"

// Reads of one account: what it is, what it holds, what happened to it.

namespace enishi {
namespace {

Response PrivateJson(const Json& json) {
  Response response = JsonResponse(json);
  response.headers.emplace_back("Cache-Control", "private, no-store");
  return response;
}

Response NoAccountId() { return ProblemResponse(Problem::kBadRequest, "that is no account id"); }

// The keys of an account, those that were revoked too.
Json::Array KeysJson(const View& view, AccountId account) {
  Json::Array keys;
  ForEachRow<AccountKeyRow>(
      view, AsView(account.bytes()), [&](const AccountKeyRow::Key& key, const AccountKeyRow&) {
        const auto row = Find<KeyRow>(view, {key.key});
        if (!row) return true;
        Json object = Json::Object{{"key", FieldType<PublicKey>::ToJson(key.key)}};
        WriteFields(*row, object);
        keys.push_back(std::move(object));
        return true;
      });
  return keys;
}

// What an account has of one currency; expired lots count nowhere.
struct Balance {
  CheckedSum paid;
  CheckedSum bonus;
};

// Lots of a participant end with their day; nothing expires in a shop.
bool HasEnded(AccountKind kind, const Lot& lot, Timestamp now) {
  return kind == AccountKind::kParticipant && lot.expires_on != kNever &&
         now >= lot.expires_on.End();
}

Json LotsJson(const View& view, AccountId account, AccountKind kind, Timestamp now) {
  const auto holding = Find<HoldingRow>(view, {HolderKind::kAccount, account, 0});
  Json::Array lots;
  std::map<CurrencyCode, Balance> balances;
  for (const Lot& lot : holding ? holding->lots : std::vector<Lot>()) {
    const auto lot_class = Find<LotClassRow>(view, {lot.lot_class});
    if (!lot_class) continue;
    const bool ended = HasEnded(kind, lot, now);
    Json object = Json::Object{{"lot_class", uint64_t{lot.lot_class}},
                               {"currency", lot_class->currency.text}};
    if (lot_class->programme) object.Set("programme", lot_class->programme->text);
    object.Set("paid", lot_class->paid());
    object.Set("expires_on", lot.expires_on == kNever ? Json() : Json(lot.expires_on.ToString()));
    object.Set("amount", lot.amount);
    object.Set("since", lot.since);
    object.Set("expired", ended);
    lots.push_back(std::move(object));
    Balance& balance = balances[lot_class->currency];
    if (!ended) (lot_class->paid() ? balance.paid : balance.bonus).Add(lot.amount);
  }
  Json::Array sums;
  for (const auto& [currency, balance] : balances) {
    CheckedSum available = balance.paid;
    available.Add(balance.bonus);
    sums.push_back(Json::Object{{"currency", currency.text},
                                {"available", available.ToJson()},
                                {"paid", balance.paid.ToJson()},
                                {"bonus", balance.bonus.ToJson()}});
  }
  return Json::Object{
      {"account", account.ToString()}, {"lots", std::move(lots)}, {"balances", std::move(sums)}};
}

// The only other account that the entry posts to.
std::optional<AccountId> CounterpartyOf(const Outcome& outcome, AccountId account) {
  std::optional<AccountId> other;
  for (const Posting& posting : outcome.postings) {
    if (posting.holder != HolderKind::kAccount || posting.account == account) continue;
    if (other && *other != posting.account) return std::nullopt;
    other = posting.account;
  }
  return other;
}

std::optional<Reference> ReferenceOf(const Payload& payload) {
  return std::visit(
      [](const auto& kind) -> std::optional<Reference> {
        if constexpr (requires { kind.reference; }) return kind.reference;
        return std::nullopt;
      },
      payload);
}

// One step of a history: the entry as this account sees it, and the one before.
struct Step {
  Json json;
  uint64_t previous = 0;  // the entry before this one, plus one; zero at the beginning
};

// Nothing where the entry is damaged or does not post to the account, so that no history leads
// through it.
std::optional<Step> ReadStep(const Log& log, AccountId account, uint64_t index) {
  const auto stored = log.Read(index);
  if (!stored) return std::nullopt;
  const auto leaf = DecodeLeaf(stored->leaf);
  const auto outcome = DecodeOutcome(stored->outcome);
  if (!leaf || !outcome) return std::nullopt;
  const auto instruction = ReadBody(leaf->body, leaf->signatures);
  if (!instruction) return std::nullopt;

  Step step;
  const auto holdings = HoldingsOf(*outcome);
  bool found = false;
  for (size_t i = 0; i < holdings.size() && i < stored->links.size(); ++i) {
    if (holdings[i].kind != HolderKind::kAccount || holdings[i].account != account) continue;
    step.previous = stored->links[i];
    found = true;
  }
  // A link that does not lead back would never end.
  if (!found || step.previous > index) return std::nullopt;

  CheckedSum amount;
  Json::Array postings;
  for (const Posting& posting : outcome->postings) {
    if (posting.holder != HolderKind::kAccount || posting.account != account) continue;
    amount.Add(posting.amount);
    postings.push_back(FieldType<Posting>::ToJson(posting));
  }
  step.json = Json::Object{{"index", index},
                           {"committed_at", leaf->committed_at.ms},
                           {"kind", KindName(instruction->payload)},
                           {"amount", amount.ToJson()}};
  if (const auto other = CounterpartyOf(*outcome, account)) {
    step.json.Set("counterparty", other->ToString());
  }
  if (const auto reference = ReferenceOf(instruction->payload)) {
    step.json.Set("reference", reference->text);
  }
  step.json.Set("postings", std::move(postings));
  return step;
}

}  // namespace

Response GetAccount(Desk& desk, const Call& call) {
  const auto account = AccountId::Parse(call.parameters.at(0));
  if (!account) return NoAccountId();
  const bool all =
      call.caller && (call.caller->account == *account || call.caller->Has(Role::kRegistrar) ||
                      call.caller->Has(Role::kAuditor));
  Json json = Json::Object{{"account", account->ToString()}};
  desk.service.Read([&](const View& view) {
    const auto row = Find<AccountRow>(view, {*account});
    json.Set("exists", row.has_value());
    if (!row) return;
    json.Set("kind", EnumName(row->kind));
    if (!all) return;
    json.Set("enrolled", row->enrolled);
    json.Set("opened_at", row->opened_at.ms);
    json.Set("keys", KeysJson(view, *account));
    json.Set("roles",
             FieldType<std::vector<Role>>::ToJson(RolesOf(view, *account, desk.service.now())));
  });
  return all ? PrivateJson(json) : JsonResponse(json);
}

Response GetLots(Desk& desk, const Call& call) {
  const auto account = AccountId::Parse(call.parameters.at(0));
  if (!account) return NoAccountId();
  std::optional<Json> json;
  desk.service.ReadAt([&](const View& view, uint64_t size) {
    const auto row = Find<AccountRow>(view, {*account});
    if (!row) return;
    json = LotsJson(view, *account, row->kind, desk.service.now());
    json->Set("size", size);
  });
  return json ? PrivateJson(*json) : ProblemResponse(Problem::kNotFound);
}

Response GetHistory(Desk& desk, const Call& call) {
  const auto account = AccountId::Parse(call.parameters.at(0));
  if (!account) return NoAccountId();
  const std::string list = "history/" + account->ToString();
  const auto page = ReadPage(call.request, list);
  if (!page) return page.error();
  uint64_t next = 0;  // the entry to show next, plus one
  if (page->after) {
    ByteReader place(*page->after);
    if (!place.Read(next) || !place.AtEnd()) return ProblemResponse(Problem::kBadRequest);
  } else {
    desk.service.Read([&](const View& view) {
      const auto holding = Find<HoldingRow>(view, {HolderKind::kAccount, *account, 0});
      next = holding ? holding->last : 0;
    });
  }
  Json::Array entries;
  while (next > 0 && entries.size() < page->limit) {
    auto step = ReadStep(desk.service.log(), *account, next - 1);
    if (!step) {
      return page->after ? ProblemResponse(Problem::kBadRequest, "the cursor leads nowhere")
                         : ProblemResponse(Problem::kInternalError, "an entry is damaged");
    }
    entries.push_back(std::move(step->json));
    next = step->previous;
  }
  Json json = Json::Object{{"account", account->ToString()}, {"entries", std::move(entries)}};
  if (next > 0) {
    std::string place;
    PutInteger(place, next);
    json.Set("next_cursor", EncodeCursor(list, place));
  }
  return PrivateJson(json);
}

Response GetAcceptedId(Desk& desk, const Call& call) {
  const auto account = AccountId::Parse(call.parameters.at(0));
  const auto id = Uuid::Parse(call.parameters.at(1));
  if (!account) return NoAccountId();
  if (!id) return ProblemResponse(Problem::kBadRequest, "that is no UUID of version 7");
  std::optional<uint64_t> index;
  desk.service.Read([&](const View& view) { index = AcceptedAs(view, *account, *id); });
  if (!index) return ProblemResponse(Problem::kNotFound);
  return PrivateJson(Json::Object{{"index", *index}});
}

}  // namespace enishi
