#include "wallet-cli/plan/expander.h"

#include <algorithm>
#include <array>
#include <utility>

#include "ledger/codes/attendance_code.h"
#include "ledger/codes/payment_code.h"
#include "wallet-cli/plan/fields.h"
#include "wallet-cli/plan/new_key.h"

namespace enishi {
namespace {

constexpr std::array<std::string_view, 9> kPlanWords = {
    "as", "with", "at", "kind", "expect", "code_id", "same_id", "code", "note"};

bool IsPlanWord(std::string_view name) {
  return std::find(kPlanWords.begin(), kPlanWords.end(), name) != kPlanWords.end();
}

Parsed<const KeyEntry*> FindLabel(const Keyring& keyring, const Json* label) {
  if (label == nullptr || label->AsString() == nullptr) return FormatError{"no label"};
  std::string_view name = *label->AsString();
  if (name.starts_with('@')) name.remove_prefix(1);
  const KeyEntry* entry = keyring.Find(name);
  if (entry == nullptr) return FormatError{"the keyring has no key " + std::string(name)};
  return entry;
}

Parsed<std::vector<const KeyEntry*>> Cosigners(const Keyring& keyring, const Json& line) {
  std::vector<const KeyEntry*> entries;
  const Json* with = line.Find("with");
  if (with == nullptr) return entries;
  if (with->AsArray() == nullptr) return FormatError{"with is a list of labels"};
  for (const Json& label : *with->AsArray()) {
    const auto entry = FindLabel(keyring, &label);
    if (!entry) return FormatError{"with: " + entry.error().message};
    entries.push_back(*entry);
  }
  return entries;
}

struct CodeWindow {
  Timestamp from;
  Timestamp until;
};

Parsed<CodeWindow> WindowOf(const Json& order, Timestamp at) {
  const int64_t from = order.Integer("at", static_cast<int64_t>(at.ms));
  const int64_t lives_s = order.Integer("lives_s", 60);
  if (from < 0 || lives_s < 1 || lives_s > int64_t{100} * 365 * 86'400) {
    return FormatError{"code: at or lives_s out of range"};
  }
  const auto start = static_cast<uint64_t>(from);
  return CodeWindow{{start}, {start + static_cast<uint64_t>(lives_s) * kSecondMs}};
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
    if (fields.Find(name) == nullptr) fields.Set(name, std::move(value));
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
  learned_at_ = std::chrono::steady_clock::now();
}

// A simulated clock stands still between two advances as far as a plan is concerned.
Timestamp Expander::now() const {
  if (info_.simulated) return info_.time;
  const auto passed = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - learned_at_);
  return {info_.time.ms + static_cast<uint64_t>(passed.count())};
}

// What one line says by itself, whatever came before it.
Parsed<Draft> Expander::ReadLine(const Json& line) const {
  if (line.AsObject() == nullptr) return FormatError{"not an object"};
  Draft draft;
  draft.line = line_;
  draft.kind = line.Text("kind");
  draft.expect = line.Text("expect", "accepted");
  const auto actor = FindLabel(keyring_, line.Find("as"));
  if (!actor) return FormatError{"as: " + actor.error().message};
  draft.actor = *actor;
  auto cosigners = Cosigners(keyring_, line);
  if (!cosigners) return cosigners.error();
  draft.cosigners = *std::move(cosigners);
  draft.at = {static_cast<uint64_t>(line.Integer("at", static_cast<int64_t>(now().ms)))};
  if (draft.at.ms > Timestamp::kMax) return FormatError{"at: out of range"};
  draft.fields = Json::Object{};
  for (const auto& [name, value] : *line.AsObject()) {
    if (!IsPlanWord(name)) draft.fields.Set(name, value);
  }
  if (draft.kind == Genesis::kKind) AddGenesisFields(info_, draft.fields);
  return draft;
}

// Later lines may speak of the code and the id of a line that was signed in an earlier run.
void Expander::Recall(const Json& line, const Instruction& sent) {
  if (const std::string name = line.Text("same_id"); !name.empty()) {
    ids_.try_emplace(name, sent.header.id);
  }
  if (const std::string name = line.Text("code_id"); !name.empty()) {
    const auto body = Json::Parse(sent.body);
    if (body && !body->Text("code").empty()) codes_.try_emplace(name, body->Text("code"));
  }
}

Parsed<std::optional<Draft>> Expander::Next(std::string_view text, const Instruction* sent) {
  ++line_;
  if (text.empty()) return std::optional<Draft>();
  const auto line = Json::Parse(text);
  if (!line) return line.error();
  auto draft = ReadLine(*line);
  if (!draft) return draft.error();
  if (sent != nullptr) Recall(*line, *sent);
  if (const std::string name = line->Text("same_id"); !name.empty()) {
    draft->id = ids_.try_emplace(name, Uuid::At(draft->at)).first->second;
  }
  if (auto error = ReadCode(*draft, *line)) return *std::move(error);
  if (draft->kind == ClockAdvance::kKind && draft->expect == "accepted") {
    const int64_t to = draft->fields.Integer("to", -1);
    if (info_.simulated && to >= 0) {
      info_.time = {std::max(info_.time.ms, static_cast<uint64_t>(to))};
    }
  }
  return std::optional<Draft>(*std::move(draft));
}

// A code that several lines show is made once, by the first of them.
std::optional<FormatError> Expander::ReadCode(Draft& draft, const Json& line) {
  const Json* code = line.Find("code");
  if (code != nullptr && code->AsString() != nullptr) {
    draft.fields.Set("code", *code);
    return std::nullopt;
  }
  if (code != nullptr) draft.code_order = *code;
  const std::string name = line.Text("code_id");
  if (name.empty()) return std::nullopt;
  auto kept = codes_.find(name);
  if (kept == codes_.end()) {
    if (code == nullptr) return FormatError{"code_id: no earlier line made this code"};
    auto made = MakeCode(draft);
    if (!made) return made.error();
    kept = codes_.emplace(name, *std::move(made)).first;
  }
  draft.fields.Set("code", kept->second);
  draft.code_order = Json();
  return std::nullopt;
}

Parsed<std::string> Expander::MakeCode(const Draft& draft) const {
  const Json& order = draft.code_order;
  if (order.AsObject() == nullptr) return FormatError{"code: not a text or an object"};
  const auto signer = FindLabel(keyring_, order.Find("from"));
  if (!signer) return FormatError{"code: from: " + signer.error().message};
  const auto window = WindowOf(order, draft.at);
  if (!window) return window.error();
  const SigningKey& key = (*signer)->key;
  if (order.Find("attendance") != nullptr) {
    auto activity = Code::Parse(order.Text("attendance"));
    if (!activity) return FormatError{"code: attendance: " + activity.error().message};
    SignedAttendanceCode made{{info_.ledger.value_or(Hash{}), key.public_key(), (*signer)->account,
                               *std::move(activity), window->from, window->until},
                              {}};
    made.signature = key.Sign(Domain::kAttendance, AttendanceCodePayload(made.code));
    return EncodeAttendanceCode(made);
  }
  auto currency = CurrencyCode::Parse(order.Text("currency"));
  const auto most = Amount::From(order.Integer("most", -1));
  if (!currency || !most) return FormatError{"code: currency or most is missing or wrong"};
  SignedPaymentCode made;
  made.code = {info_.ledger.value_or(Hash{}),
               key.public_key(),
               (*signer)->account,
               *std::move(currency),
               *most,
               std::nullopt,
               {},
               window->until};
  if (std::string payee = order.Text("payee"); !payee.empty()) {
    const KeyEntry* entry = payee[0] == '@' ? keyring_.Find(payee.substr(1)) : nullptr;
    const auto id = entry != nullptr ? Parsed<AccountId>(entry->account) : AccountId::Parse(payee);
    if (!id) return FormatError{"code: payee: " + id.error().message};
    made.code.payee = *id;
  }
  const std::string nonce = RandomBytes(made.code.nonce.size());
  std::copy(nonce.begin(), nonce.end(), made.code.nonce.begin());
  made.signature = key.Sign(Domain::kCode, PaymentCodePayload(made.code));
  return EncodePaymentCode(made);
}

Parsed<std::string> Expander::Finish(const Draft& draft) const {
  const auto kind = EmptyPayload(draft.kind);
  if (!kind) return FormatError{"there is no kind \"" + draft.kind + "\""};
  Json fields = draft.fields;
  if (!draft.code_order.IsNull()) {
    auto code = MakeCode(draft);
    if (!code) return code.error();
    fields.Set("code", *std::move(code));
  }
  const auto payload = ReadPayloadFields(*kind, std::move(fields), keyring_);
  if (!payload) return payload.error();
  Header header = MakeHeader(info_, draft.actor->account, draft.at);
  if (draft.kind == Genesis::kKind) header.ledger = Hash{};
  if (draft.id) header.id = *draft.id;
  if (draft.valid_until) header.valid_until = *draft.valid_until;
  std::vector<const KeyEntry*> signers = {draft.actor};
  signers.insert(signers.end(), draft.cosigners.begin(), draft.cosigners.end());
  // Without the new key's signature the ledger refuses it, and says so.
  (void)AddNewKey(*payload, keyring_, signers);
  std::vector<const SigningKey*> keys;
  for (const KeyEntry* entry : signers) keys.push_back(&entry->key);
  const Instruction instruction = Sign(header, *payload, keys);
  return WriteEnvelope(instruction.body, instruction.signatures);
}

}  // namespace enishi
