#include "wallet-cli/submit/single_send.h"

#include <memory>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>
#include <variant>

#include "ledger/base/hash.h"
#include "ledger/messages/failures.h"
#include "ledger/messages/wallet.h"
#include "ledger/rules/state/decoded_entry.h"
#include "wallet-cli/submit/pending_request.h"

namespace enishi {
namespace {

constexpr std::string_view kUnknown = "outcome_unknown";

bool IsByLedger(const Failure& failure) { return failure.refusal != Refusal::kNone; }

// The title stays what it was where nothing can have been accepted.
Failure Kept(Failure failure, const std::filesystem::path& file, bool sent_before) {
  if (sent_before && failure.code != kUnknown) {
    Bilingual code = failure.code;
    code.Append(failure.detail);
    failure.detail = std::move(code);
    failure.code = kUnknown;
  }
  if (failure.code == kUnknown) {
    failure.title = texts::kOutcomeUnknownKept;
  }
  failure.detail.Append(Fill(texts::kSendAgain, file.string()));
  return failure;
}

// Whether the entry is what the instruction asks for; nothing where the entry cannot be read.
std::optional<bool> Answers(const Json& entry, const Instruction& instruction) {
  const auto bytes = Base64Decode(TextOf(entry, "leaf"));
  if (!bytes) return std::nullopt;
  const auto leaf = DecodeInstructionLeaf(*bytes);
  if (!leaf || leaf->instruction.header.id != instruction.header.id) return std::nullopt;
  return SameIntent(leaf->instruction, instruction);
}

}  // namespace

SingleSend::SingleSend(Client& client, std::filesystem::path keyring, KeysOf keys_of)
    : client_(client), keyring_(std::move(keyring)), keys_of_(std::move(keys_of)) {}

Tried<Json> SingleSend::Submit(const std::string& envelope) { return Send(envelope, false); }

Tried<Json> SingleSend::Send(const std::string& envelope, bool sent_before) {
  const auto instruction = ReadEnvelope(envelope);
  // Without an id nothing can be accepted; the ledger says what is wrong with it.
  if (!instruction) return client_.Submit(envelope);
  const auto kept = KeepUnanswered(keyring_, instruction->header.id, envelope);
  if (!kept) return kept.error();
  sent_before = sent_before || (*kept)->was_there();
  auto answer = client_.Submit(envelope);
  if (!answer && IsByLedger(answer.error())) {
    if (sent_before || answer.error().refusal == Refusal::kByLedgerAfterLoss) {
      answer = BelieveAfterAsking(*instruction, answer.error());
    }
  }
  const std::filesystem::path file = UnansweredFile(keyring_, instruction->header.id);
  if (!answer && !IsByLedger(answer.error())) return Kept(answer.error(), file, sent_before);
  std::error_code ignored;
  std::filesystem::remove(file, ignored);
  return answer;
}

// A refusal says nothing of what an earlier try of the same did: the time may have run out, or the
// points may have gone, because it was accepted.
Tried<Json> SingleSend::BelieveAfterAsking(const Instruction& instruction, const Failure& refusal) {
  const auto unknown = [&](const std::string& why) {
    return Failure{Exit::kRefused, std::string(kUnknown), "",
                   refusal.code + ", and what became of it before cannot be asked: " + why};
  };
  const auto entry = EntryOf(instruction);
  if (!entry) return unknown(entry.error().code);
  if (!*entry) return refusal;
  const auto same = Answers(**entry, instruction);
  if (!same) return unknown("the entry makes no sense");
  // The id has gone to another, so this one was never accepted and never will be.
  if (!*same) return refusal;
  Json answer = Json::object({{"index", IntegerOf(*(*entry), "index")},
                              {"committed_at", IntegerOf(*(*entry), "committed_at")},
                              {"repeated", true}});
  if (const Json* outcome = Find(*(*entry), "outcome")) answer["outcome"] = *outcome;
  return answer;
}

// The entry that the id became; nothing where it became none.
Tried<std::optional<Json>> SingleSend::EntryOf(const Instruction& instruction) {
  const Header& header = instruction.header;
  if (std::holds_alternative<Genesis>(instruction.payload)) {
    // Before it there are no accounts, and so no session to ask in.
    const auto info = client_.Ledger();
    if (!info) return info.error();
    if (!info->ledger) return std::optional<Json>();
  }
  const auto keys = keys_of_(header.account);
  if (!keys) return keys.error();
  Tried<std::optional<Json>> entry = Usage(texts::kAccountKeyMissing);
  for (const KeyEntry* key : *keys) {
    entry = EntryFor(*key, header);
    if (entry) break;
  }
  return entry;
}

Tried<std::optional<Json>> SingleSend::EntryFor(const KeyEntry& key, const Header& header) {
  // The session first: only of the id itself may "not found" be said.
  if (const auto roles = client_.Roles(key); !roles) return roles.error();
  const auto found =
      client_.Get("/v1/ids/" + header.account.ToString() + "/" + header.id.ToString(), &key);
  if (!found && found.error().code == "not_found") return std::optional<Json>();
  if (!found) return found.error();
  const int64_t index = IntegerOf(*found, "index", -1);
  if (index < 0) return MalformedAnswer("an id without its index");
  auto entry = client_.Get("/v1/entries/" + std::to_string(index), &key);
  if (!entry) return entry.error();
  return std::optional<Json>(*std::move(entry));
}

Tried<Json> SingleSend::SubmitFresh(const Instruction& instruction, const SignAgain& sign_again) {
  const auto text = [](const Instruction& one) { return WriteEnvelope(one.body, one.signatures); };
  for (const Unanswered& earlier : FindUnanswered(keyring_)) {
    const Header& header = earlier.instruction.header;
    const bool same_kind = earlier.instruction.payload.index() == instruction.payload.index();
    if (header.ledger != instruction.header.ledger || !same_kind ||
        header.account != instruction.header.account) {
      continue;
    }
    if (!SameIntent(earlier.instruction, instruction)) {
      return Failure{Exit::kRefused, std::string(kUnknown), texts::kEarlierUnknown,
                     Fill(texts::kSendAgain, earlier.file.string())};
    }
    auto settled = Submit(earlier.envelope);
    const bool expired = !settled && IsByLedger(settled.error()) &&
                         (settled.error().code == "valid_until_passed" ||
                          settled.error().code == "id_time_out_of_window");
    if (!expired) return settled;
    // It was never accepted. Its id keeps the new one to a single acceptance as long as it counts.
    const bool id_counts = header.id.time().ms + kDayMs > instruction.header.id.time().ms;
    if (!id_counts) return Submit(text(instruction));
    return Send(text(sign_again(header.id)), true);
  }
  return Submit(text(instruction));
}

}  // namespace enishi
