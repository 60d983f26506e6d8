#include "wallet-cli/plan/expander.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <span>
#include <utility>

#include "ledger/base/clock.h"
#include "ledger/base/nearest_name.h"
#include "ledger/codes/attendance_code.h"
#include "ledger/codes/payment_code.h"
#include "wallet-cli/plan/fields.h"
#include "wallet-cli/plan/new_key.h"
#include "wallet-cli/plan/unknown_name.h"

namespace enishi {
namespace {

constexpr std::array<std::string_view, 9> kPlanWords = {
    "kind", "fields", "as", "with", "at", "expect", "code_id", "same_id", "note"};
constexpr std::array<std::string_view, 6> kCodeWords = {"from",       "at",       "expires_in_s",
                                                        "max_amount", "currency", "payee"};
constexpr std::array<std::string_view, 4> kAttendanceWords = {"attendance", "from", "at",
                                                              "expires_in_s"};

bool IsOneOf(std::string_view name, std::span<const std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// A name that is neither a word nor close to one is most likely a field of the kind.
std::optional<Failure> CheckWords(const Json& line) {
  constexpr std::array kTexts = {"kind", "expect", "code_id", "same_id", "note"};
  for (const auto& [name, value] : line.items()) {
    if (IsOneOf(name, kPlanWords)) continue;
    Failure failure = UnknownName(texts::kUnknownWord, name, kPlanWords);
    if (!NearestName(name, kPlanWords)) {
      failure.title = Fill(texts::kFieldsBelong, failure.title);
    }
    return failure;
  }
  for (const char* name : kTexts) {
    const Json* value = Find(line, name);
    if (value != nullptr && AsString(*value) == nullptr) {
      return Within(name, Usage(texts::kMustBeText));
    }
  }
  return std::nullopt;
}

Tried<const KeyEntry*> FindLabel(const Keyring& keyring, const Json* label) {
  if (label == nullptr || AsString(*label) == nullptr) return Usage(texts::kMustBeLabel);
  std::string_view name = *AsString(*label);
  if (name.starts_with('@')) name.remove_prefix(1);
  const KeyEntry* entry = keyring.Find(name);
  if (entry == nullptr) return UnknownName(texts::kUnknownLabel, name, LabelsOf(keyring));
  return entry;
}

Tried<std::vector<const KeyEntry*>> Cosigners(const Keyring& keyring, const Json& line) {
  std::vector<const KeyEntry*> entries;
  const Json* with = Find(line, "with");
  if (with == nullptr) return entries;
  if (AsArray(*with) == nullptr) return Within("with", Usage(texts::kMustBeLabels));
  for (const Json& label : *AsArray(*with)) {
    const auto entry = FindLabel(keyring, &label);
    if (!entry) return Within("with", entry.error());
    entries.push_back(*entry);
  }
  return entries;
}

Tried<Timestamp> TimeOf(const Json& line, Timestamp otherwise) {
  const Json* at = Find(line, "at");
  if (at == nullptr) return otherwise;
  const int64_t* ms = AsInteger(*at);
  if (ms == nullptr || *ms < 0 || static_cast<uint64_t>(*ms) > Timestamp::kMax) {
    return Within("at", Usage(texts::kMustBeMs));
  }
  return Timestamp{static_cast<uint64_t>(*ms)};
}

struct CodeWindow {
  Timestamp from;
  Timestamp until;
};

Tried<CodeWindow> WindowOf(const Json& order, Timestamp at) {
  constexpr int64_t kSecondsMax = int64_t{100} * 365 * 86'400;
  const auto start = TimeOf(order, at);
  if (!start) return start.error();
  const int64_t seconds = IntegerOf(order, "expires_in_s", 60);
  if (seconds < 1 || seconds > kSecondsMax)
    return Within("expires_in_s", Usage(texts::kOutOfRange));
  return CodeWindow{*start, {start->ms + static_cast<uint64_t>(seconds) * kSecondMs}};
}

Failure MalformedIn(const std::string& word, const FormatError& error) {
  Bilingual requirement =
      word == "payee" ? Bilingual(texts::kMustBeAccount) : Fill(texts::kMustHaveForm, "NAME");
  requirement.en += " (" + error.message + ")";
  return Within("code: " + word, Usage(std::move(requirement)));
}

std::optional<Failure> CheckOrder(const Json& order) {
  if (!order.is_object()) return Usage(texts::kMustBeCode);
  const std::span<const std::string_view> known =
      Find(order, "attendance") != nullptr ? std::span<const std::string_view>(kAttendanceWords)
                                           : std::span<const std::string_view>(kCodeWords);
  for (const auto& [name, value] : order.items()) {
    if (!IsOneOf(name, known)) return UnknownName(texts::kUnknownWord, name, known);
  }
  return std::nullopt;
}

}  // namespace

Header MakeHeader(const LedgerInfo& info, const AccountId& account, Timestamp at,
                  uint64_t valid_for_ms) {
  Header header;
  header.ledger = info.ledger.value_or(Hash{});
  header.id = Uuid::At(at);
  header.account = account;
  header.valid_until = {at.ms + valid_for_ms};
  return header;
}

void AddGenesisFields(const LedgerInfo& info, Json& fields) {
  const auto add = [&](const char* name, Json value) {
    if (Find(fields, name) == nullptr) fields[name] = std::move(value);
  };
  add("origin", info.verifier_key.name);
  add("log_key", FieldType<PublicKey>::ToJson(info.verifier_key.key));
  add("service_key", FieldType<PublicKey>::ToJson(info.service_key));
  add("rules", uint64_t{info.rules});
}

Expander::Expander(const Keyring& keyring, const LedgerInfo& info) : keyring_(keyring) {
  Learn(info);
}

void Expander::Learn(const LedgerInfo& info) {
  info_ = info;
  learned_at_ms_ = MonotonicMs();
}

// Between two advances a plan takes the time of a simulated ledger as constant.
Timestamp Expander::now() const {
  if (info_.simulated) return info_.time;
  return {info_.time.ms + (MonotonicMs() - learned_at_ms_)};
}

// Reads what a line says by itself, without the names that earlier lines gave to ids and codes.
Tried<Draft> Expander::ReadLine(const Json& line) const {
  if (!line.is_object()) return Usage(texts::kMustBeObject);
  if (auto error = CheckWords(line)) return *std::move(error);
  Draft draft;
  draft.line = line_;
  draft.kind = TextOf(line, "kind");
  draft.expect = TextOf(line, "expect", "accepted");
  const auto actor = FindLabel(keyring_, Find(line, "as"));
  if (!actor) return Within("as", actor.error());
  draft.actor = *actor;
  auto cosigners = Cosigners(keyring_, line);
  if (!cosigners) return cosigners.error();
  draft.cosigners = *std::move(cosigners);
  const auto at = TimeOf(line, now());
  if (!at) return at.error();
  draft.at = *at;
  draft.fields = Json::object();
  if (const Json* fields = Find(line, "fields"); fields != nullptr) draft.fields = *fields;
  if (!draft.fields.is_object()) return Within("fields", Usage(texts::kMustBeObject));
  if (draft.kind == Genesis::kKind) AddGenesisFields(info_, draft.fields);
  return draft;
}

// Later lines may name the code and the id of a line that was signed in an earlier run.
void Expander::Recall(const Json& line, const Instruction& sent) {
  if (const std::string name = TextOf(line, "same_id"); !name.empty()) {
    ids_.try_emplace(name, sent.header.id);
  }
  if (const std::string name = TextOf(line, "code_id"); !name.empty()) {
    const auto body = ParseJson(sent.body);
    if (body && !TextOf(*body, "code").empty()) codes_.try_emplace(name, TextOf(*body, "code"));
  }
}

Tried<std::optional<Draft>> Expander::Next(std::string_view text, const Instruction* sent) {
  ++line_;
  if (text.empty()) return std::optional<Draft>();
  const auto line = ParseJson(text);
  if (!line) return Within(line.error().message, Usage(texts::kMustBeObject));
  auto draft = ReadLine(*line);
  if (!draft) return draft.error();
  if (sent != nullptr) Recall(*line, *sent);
  if (const std::string name = TextOf(*line, "same_id"); !name.empty()) {
    draft->id = ids_.try_emplace(name, Uuid::At(draft->at)).first->second;
  }
  if (auto error = ReadCode(*draft, *line)) return *std::move(error);
  if (draft->kind == ClockAdvance::kKind && draft->expect == "accepted") {
    const int64_t to = IntegerOf(draft->fields, "to", -1);
    if (info_.simulated && to >= 0) {
      info_.time = {std::max(info_.time.ms, static_cast<uint64_t>(to))};
    }
  }
  return std::optional<Draft>(*std::move(draft));
}

// A code that several lines show is made once, by the first of them.
std::optional<Failure> Expander::ReadCode(Draft& draft, const Json& line) {
  const Json* code = Find(draft.fields, "code");
  if (code != nullptr && AsString(*code) != nullptr) return std::nullopt;
  if (code != nullptr) draft.code_order = *code;
  const std::string name = TextOf(line, "code_id");
  if (name.empty()) return std::nullopt;
  auto kept = codes_.find(name);
  if (kept == codes_.end()) {
    if (code == nullptr) return Within("code_id", Usage(Fill(texts::kNoEarlierCode, name)));
    auto made = MakeCode(draft);
    if (!made) return made.error();
    kept = codes_.emplace(name, *std::move(made)).first;
  }
  SetField(draft.fields, "code", kept->second);
  draft.code_order = Json();
  return std::nullopt;
}

Tried<std::string> Expander::MakeCode(const Draft& draft) const {
  const Json& order = draft.code_order;
  if (const auto error = CheckOrder(order)) return Within("code", *error);
  const auto signer = FindLabel(keyring_, Find(order, "from"));
  if (!signer) return Within("code: from", signer.error());
  const auto window = WindowOf(order, draft.at);
  if (!window) return Within("code", window.error());
  const SigningKey& key = (*signer)->key;
  if (Find(order, "attendance") != nullptr) {
    auto activity = Code::Parse(TextOf(order, "attendance"));
    if (!activity) return MalformedIn("attendance", activity.error());
    SignedAttendanceCode made{{info_.ledger.value_or(Hash{}), key.public_key(), (*signer)->account,
                               *std::move(activity), window->from, window->until},
                              {}};
    made.signature = key.Sign(Domain::kAttendance, AttendanceCodePayload(made.code));
    return EncodeAttendanceCode(made);
  }
  auto currency = CurrencyCode::Parse(TextOf(order, "currency"));
  const auto amount_max = Amount::From(IntegerOf(order, "max_amount", -1));
  if (!currency) return MalformedIn("currency", currency.error());
  if (!amount_max) return Within("code: max_amount", Usage(texts::kMustBeNumber));
  SignedPaymentCode made;
  made.code = {info_.ledger.value_or(Hash{}),
               key.public_key(),
               (*signer)->account,
               *std::move(currency),
               *amount_max,
               std::nullopt,
               {},
               window->until};
  if (std::string payee = TextOf(order, "payee"); !payee.empty()) {
    const KeyEntry* entry = payee[0] == '@' ? keyring_.Find(payee.substr(1)) : nullptr;
    const auto id = entry != nullptr ? Parsed<AccountId>(entry->account) : AccountId::Parse(payee);
    if (!id) return MalformedIn("payee", id.error());
    made.code.payee = *id;
  }
  const std::string nonce = RandomBytes(made.code.nonce.size());
  std::copy(nonce.begin(), nonce.end(), made.code.nonce.begin());
  made.signature = key.Sign(Domain::kCode, PaymentCodePayload(made.code));
  return EncodePaymentCode(made);
}

Tried<std::string> Expander::Finish(const Draft& draft) const {
  const auto kind = EmptyPayload(draft.kind);
  if (!kind) return UnknownName(texts::kUnknownKind, draft.kind, KindNames());
  Json fields = draft.fields;
  if (!draft.code_order.is_null()) {
    auto code = MakeCode(draft);
    if (!code) return code.error();
    SetField(fields, "code", *std::move(code));
  }
  const auto payload = ReadPayloadFields(*kind, std::move(fields), keyring_);
  if (!payload) return payload.error();
  Header header = MakeHeader(info_, draft.actor->account, draft.at);
  if (draft.kind == Genesis::kKind) header.ledger = Hash{};
  if (draft.id) header.id = *draft.id;
  if (draft.valid_until) header.valid_until = *draft.valid_until;
  std::vector<const KeyEntry*> signers = {draft.actor};
  signers.insert(signers.end(), draft.cosigners.begin(), draft.cosigners.end());
  // If the keyring lacks the new key, the ledger refuses the instruction with a reason of its own.
  (void)AddNewKey(*payload, keyring_, signers);
  std::vector<const SigningKey*> keys;
  for (const KeyEntry* entry : signers) keys.push_back(&entry->key);
  const Instruction instruction = Sign(header, *payload, keys);
  return WriteEnvelope(instruction.body, instruction.signatures);
}

}  // namespace enishi
