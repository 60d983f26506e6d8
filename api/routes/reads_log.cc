#include <algorithm>

#include "api/http/problems.h"
#include "api/routes/context.h"
#include "api/routes/paging.h"
#include "ledger/instruction/leaf.h"
#include "ledger/merkle/checkpoint.h"
#include "ledger/merkle/tile.h"
#include "ledger/rules/apply.h"

// Reads of the log itself: what it is, its head, its tiles, its entries and their receipts.

namespace enishi {
namespace {

constexpr std::string_view kBytesType = "application/octet-stream";
constexpr std::string_view kTextType = "text/plain; charset=utf-8";
constexpr std::string_view kForEver = "public, max-age=31536000, immutable";
constexpr std::string_view kPrivate = "private, no-store";

Json HashesJson(const std::vector<Hash>& hashes) {
  Json::Array array;
  for (const Hash& hash : hashes) array.push_back(FieldType<Hash>::ToJson(hash));
  return array;
}

// The size that a published head speaks of; 0 before the first.
uint64_t HeadSizeOf(const std::string& note) {
  const auto parsed = ParseNote(note);
  if (!parsed) return 0;
  const auto checkpoint = ParseCheckpoint(parsed->text);
  return checkpoint ? checkpoint->size : 0;
}

// An entry as read back, and what is answered where it is damaged.
struct Entry {
  StoredEntry stored;
  Leaf leaf;
  Instruction instruction;
  Outcome outcome;
};

Result<Entry, Response> ReadEntry(const LedgerService& service, uint64_t index) {
  auto stored = service.log().Read(index);
  if (!stored) return ProblemResponse(Problem::kInternalError, "the entry could not be read");
  auto leaf = DecodeLeaf(stored->leaf);
  auto outcome = DecodeOutcome(stored->outcome);
  if (!leaf || !outcome) return ProblemResponse(Problem::kInternalError, "the entry is damaged");
  auto instruction = ReadBody(leaf->body, leaf->signatures);
  if (!instruction) return ProblemResponse(Problem::kInternalError, "the entry is damaged");
  return Entry{*std::move(stored), *std::move(leaf), *std::move(instruction), *std::move(outcome)};
}

// True when a field of the payload names the account, or a key whose first account it is.
bool PayloadNames(const Payload& payload, AccountId account) {
  bool names = false;
  std::visit(
      [&](const auto& kind) {
        using P = std::decay_t<decltype(kind)>;
        ForEachField<P>([&](const auto& field) {
          using T = typename std::decay_t<decltype(field)>::Type;
          if constexpr (std::is_same_v<T, AccountId>) {
            names = names || kind.*field.member == account;
          } else if constexpr (std::is_same_v<T, PublicKey>) {
            names = names || AccountId::FromKey(kind.*field.member) == account;
          }
        });
      },
      payload);
  return names;
}

bool Concerns(const Entry& entry, AccountId account) {
  if (entry.instruction.header.account == account) return true;
  // A sweep posts to many at once; each sees its own part in its history.
  if (std::holds_alternative<ExpirySweep>(entry.instruction.payload)) return false;
  for (const Posting& posting : entry.outcome.postings) {
    if (posting.holder == HolderKind::kAccount && posting.account == account) return true;
  }
  return PayloadNames(entry.instruction.payload, account);
}

// The entry that the path names, when the caller may see it.
Result<Entry, Response> EntryFor(const Desk& desk, const Call& call, uint64_t& index) {
  const auto number = ReadNumber(call.parameters.at(0));
  if (!number) return ProblemResponse(Problem::kBadRequest, "an index is a number");
  if (*number >= desk.service.log().size()) return ProblemResponse(Problem::kNotFound);
  auto entry = ReadEntry(desk.service, *number);
  if (!entry) return entry;
  const Caller& caller = *call.caller;
  if (!caller.Has(Role::kAuditor) && !Concerns(*entry, caller.account)) {
    return ProblemResponse(Problem::kForbidden);
  }
  index = *number;
  return entry;
}

Response PrivateJson(const Json& json) {
  Response response = JsonResponse(json);
  response.headers.emplace_back("Cache-Control", kPrivate);
  return response;
}

// A path that names no tile of this format is not found: there is no resource of that name.
Response TileResponse(std::string bytes, bool full, bool is_public) {
  Response response{200, std::string(kBytesType), std::move(bytes)};
  const std::string_view caching = !is_public ? kPrivate : full ? kForEver : "public, max-age=300";
  response.headers.emplace_back("Cache-Control", caching);
  return response;
}

}  // namespace

Response GetLedger(Desk& desk, const Call& /*call*/) {
  const LedgerService::Counters counters = desk.service.counters();
  const auto ledger = desk.service.ledger();
  std::optional<LedgerRow> row;
  desk.service.Read([&](const View& view) { row = Find<LedgerRow>(view, {}); });
  const LedgerIdentity& identity = desk.service.identity();
  Json json =
      Json::Object{{"ledger", ledger ? FieldType<Hash>::ToJson(*ledger) : Json()},
                   {"origin", identity.origin.text},
                   {"verifier_key", CheckpointVerifier(identity.origin, identity.log_key).Encode()},
                   {"log_key", FieldType<PublicKey>::ToJson(identity.log_key)},
                   {"service_key", FieldType<PublicKey>::ToJson(identity.service_key)},
                   {"time", desk.service.now().ms},
                   {"clock", EnumName(identity.clock)},
                   {"rules", uint64_t{row ? row->rules : kRulesVersion}},
                   {"size", counters.log_size},
                   {"head_size", counters.head_size},
                   {"quorum", row ? Json(uint64_t{row->quorum}) : Json()},
                   {"municipality", row ? Json(row->municipality.text) : Json()},
                   {"sweeping", counters.sweeping}};
  return JsonResponse(json);
}

Response GetCheckpoint(Desk& desk, const Call& /*call*/) {
  std::string note = desk.service.checkpoint();
  if (note.empty()) return ProblemResponse(Problem::kNotFound, "no head has been published yet");
  Response response{200, std::string(kTextType), std::move(note)};
  response.headers.emplace_back("Cache-Control", "no-cache");
  return response;
}

Response GetTile(Desk& desk, const Call& call) {
  const auto tile = ParseTilePath("tile/" + call.parameters.at(0));
  if (!tile || !TileIsWithin(*tile, desk.service.counters().head_size)) {
    return ProblemResponse(Problem::kNotFound);
  }
  auto hashes = desk.service.Tile(tile->level, tile->number, tile->width);
  const size_t size = tile->width * sizeof(Hash);
  if (!hashes || hashes->size() < size) return ProblemResponse(Problem::kNotFound);
  // A wider row begins with the narrower one.
  hashes->resize(size);
  return TileResponse(*std::move(hashes), tile->width == kTileWidth, true);
}

Response GetEntryBundle(Desk& desk, const Call& call) {
  const auto id = ParseBundlePath("tile/entries/" + call.parameters.at(0));
  if (!id || !TileIsWithin({0, id->number, id->width}, desk.service.counters().head_size)) {
    return ProblemResponse(Problem::kNotFound);
  }
  std::string bundle;
  const auto read = desk.service.log().ReadRange(id->number * kTileWidth, id->width,
                                                 [&](uint64_t, const StoredEntry& entry) {
                                                   AppendToBundle(bundle, entry.leaf);
                                                   return true;
                                                 });
  if (!read) return ProblemResponse(Problem::kInternalError, "entries could not be read");
  return TileResponse(std::move(bundle), id->width == kTileWidth, false);
}

Response GetConsistency(Desk& desk, const Call& call) {
  const uint64_t head = desk.service.counters().head_size;
  const std::string_view to_text = QueryValue(call.request, "to");
  const auto from = ReadNumber(QueryValue(call.request, "from"));
  const auto to = to_text.empty() ? std::optional(head) : ReadNumber(to_text);
  if (!from || !to || *from > *to || *to > head) {
    return ProblemResponse(Problem::kBadRequest,
                           "from and to are sizes, from <= to <= the published head's");
  }
  const auto proof = desk.service.Consistency(*from, *to);
  if (!proof) return ProblemResponse(Problem::kNotFound);
  return JsonResponse(Json::Object{{"from", *from}, {"to", *to}, {"proof", HashesJson(*proof)}});
}

Response GetEntry(Desk& desk, const Call& call) {
  uint64_t index = 0;
  const auto entry = EntryFor(desk, call, index);
  if (!entry) return entry.error();
  Json::Array signatures;
  for (const SignedBy& by : entry->leaf.signatures) {
    signatures.push_back(Json::Object{{"key", FieldType<PublicKey>::ToJson(by.key)},
                                      {"signature", Base64Encode(AsView(by.signature.bytes))}});
  }
  return PrivateJson(Json::Object{
      {"index", index},
      {"committed_at", entry->leaf.committed_at.ms},
      {"leaf", Base64Encode(entry->stored.leaf)},
      {"instruction",
       Json::Object{{"body", entry->leaf.body}, {"signatures", std::move(signatures)}}},
      {"outcome", OutcomeJson(entry->outcome)}});
}

Response GetReceipt(Desk& desk, const Call& call) {
  uint64_t index = 0;
  const auto entry = EntryFor(desk, call, index);
  if (!entry) return entry.error();
  // The head is read once: proof and checkpoint must speak of the same size.
  const std::string checkpoint = desk.service.checkpoint();
  const uint64_t size = HeadSizeOf(checkpoint);
  if (size <= index) return ProblemResponse(Problem::kNotYetPublished);
  const auto proof = desk.service.Inclusion(index, size);
  if (!proof) return ProblemResponse(Problem::kNotYetPublished);
  return PrivateJson(Json::Object{{"index", index},
                                  {"leaf", Base64Encode(entry->stored.leaf)},
                                  {"outcome_bytes", Base64Encode(entry->stored.outcome)},
                                  {"outcome", OutcomeJson(entry->outcome)},
                                  {"proof", HashesJson(*proof)},
                                  {"checkpoint", checkpoint}});
}

Response GetHealth(Desk& desk, const Call& /*call*/) {
  const std::string why = desk.service.failure();
  const LedgerService::Counters counters = desk.service.counters();
  if (!why.empty()) {
    return JsonResponse(Json::Object{{"status", "read_only"}, {"why", why}}, 503);
  }
  return JsonResponse(Json::Object{{"status", "ok"},
                                   {"size", counters.log_size},
                                   {"head_size", counters.head_size},
                                   {"queue", counters.queue}});
}

}  // namespace enishi
