#include <unistd.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "ledger/messages/answers.h"
#include "ledger/messages/headings.h"
#include "ledger/messages/lists.h"
#include "ledger/messages/prompts.h"
#include "ledger/messages/reasons.h"
#include "wallet-cli/commands/acceptance.h"
#include "wallet-cli/commands/field_command.h"
#include "wallet-cli/plan/expander.h"
#include "wallet-cli/plan/unknown_name.h"
#include "wallet-cli/terminal/prompt.h"
#include "wallet-cli/terminal/text.h"

namespace enishi {
namespace {

struct EnvelopeFile {
  Instruction instruction;
  std::string text;
};

Tried<EnvelopeFile> ReadEnvelopeFile(const std::string& file) {
  auto text = ReadWholeFile(file);
  if (!text) return text.error();
  while (text->ends_with('\n') || text->ends_with('\r')) text->pop_back();
  auto instruction = ReadEnvelope(*text);
  if (!instruction) {
    const Rejection& rejection = instruction.error();
    return Failure{Exit::kRefused, std::string(ReasonName(rejection.reason)),
                   TextOf(rejection.reason).title, rejection.pointer + " " + rejection.detail};
  }
  return EnvelopeFile{*std::move(instruction), *std::move(text)};
}

// What a signer must see before signing: every field of the body.
std::string ShowBody(const Workspace& workspace, const Instruction& instruction) {
  Table table(
      {{""}, {workspace.Say(texts::kKind) + ": " + std::string(KindName(instruction.payload))}});
  AddBodyRows(instruction.body, workspace.language(), table);
  return table.Render();
}

Tried<Report> SignFile(Workspace& workspace, const Arguments& arguments) {
  const std::string file = *arguments.Get("FILE");
  auto envelope = ReadEnvelopeFile(file);
  if (!envelope) return envelope.error();
  Instruction& instruction = envelope->instruction;
  const auto signer = workspace.Actor();
  if (!signer) return signer.error();
  const PublicKey& key = (*signer)->key.public_key();
  const bool already = std::any_of(instruction.signatures.begin(), instruction.signatures.end(),
                                   [&](const SignedBy& by) { return by.key == key; });
  if (already) return Usage(texts::kSignedAlready);
  if (instruction.signatures.size() >= kSignaturesMax) {
    return Usage(texts::kSignaturesFull);
  }
  if (!instruction.signatures.empty()) {
    if (const auto rejection = VerifySignatures(instruction)) {
      return Failure{Exit::kRefused, std::string(ReasonName(rejection->reason)),
                     TextOf(rejection->reason).title};
    }
  }
  if (!workspace.options().yes) {
    const auto agreed = AskYesNo(
        ShowBody(workspace, instruction) +
            workspace.Say(texts::kConfirmSign, KindName(instruction.payload), (*signer)->label),
        workspace.language());
    if (!agreed) return agreed.error();
    if (!*agreed) {
      return Report{Json::object({{"signed", false}}), workspace.Say(texts::kNotSigned) + "\n",
                    Exit::kRefused};
    }
  }
  instruction.signatures.push_back(
      {key, (*signer)->key.Sign(Domain::kInstruction, instruction.body)});
  const std::string out = arguments.GetOr("--out", file);
  const std::string text = WriteEnvelope(instruction.body, instruction.signatures) + "\n";
  if (auto wrote = WriteWholeFile(out, text); !wrote) return wrote.error();
  return Report{Json::object({{"signed", true},
                              {"file", out},
                              {"signatures", uint64_t{instruction.signatures.size()}}}),
                workspace.Say(texts::kWrote, out) + "\n"};
}

Tried<Report> SubmitFile(Workspace& workspace, const Arguments& arguments) {
  const auto envelope = ReadEnvelopeFile(*arguments.Get("FILE"));
  if (!envelope) return envelope.error();
  return AcceptanceReport(workspace, workspace.Submit(envelope->text), envelope->instruction);
}

Tried<Report> Make(Workspace& workspace, const Arguments& arguments) {
  const std::string name = *arguments.Get("KIND");
  const auto kind = EmptyPayload(name);
  if (!kind) return UnknownName(texts::kUnknownKind, name, KindNames());
  Json fields = Json::object();
  for (const std::string& pair : arguments.All("--field")) {
    const size_t equals = pair.find('=');
    if (equals == std::string::npos) return Usage(texts::kFieldForm);
    auto value = FieldFromText(*kind, pair.substr(0, equals), pair.substr(equals + 1));
    if (!value) return value.error();
    if (Find(fields, pair.substr(0, equals)) != nullptr) return Usage(pair + ": given twice");
    fields[pair.substr(0, equals)] = *std::move(value);
  }
  const auto info = workspace.Online();
  if (!info) return info.error();
  if (auto done = CompleteFields(workspace, *kind, fields); !done) return done.error();
  const auto keys = workspace.Keys();
  if (!keys) return keys.error();
  const auto payload = ReadPayloadFields(*kind, std::move(fields), **keys);
  if (!payload) return payload.error();
  const auto account = workspace.AccountOf(arguments.GetOr("--account", workspace.options().as));
  if (!account) return account.error();
  const auto signers = workspace.KeysOf(arguments.All("--sign"));
  if (!signers) return signers.error();
  std::vector<const SigningKey*> signing;
  for (const KeyEntry* entry : *signers) signing.push_back(&entry->key);
  const Header header = MakeHeader(**info, *account, workspace.LedgerTime(), 23 * kHourMs);
  const Instruction instruction = Sign(header, *payload, signing);
  const std::string out = *arguments.Get("--out");
  const std::string text = WriteEnvelope(instruction.body, instruction.signatures) + "\n";
  if (auto wrote = WriteWholeFile(out, text); !wrote) return wrote.error();
  return Report{Json::object({{"file", out}, {"id", header.id.ToString()}}),
                ShowBody(workspace, instruction) + workspace.Say(texts::kWrote, out) + "\n"};
}

}  // namespace

std::vector<CommandSpec> EnvelopeCommands() {
  const OptionSpec file{"FILE", "FILE", true};
  return {
      {"office",
       "make",
       {{"KIND", "KIND", true},
        {"--field", "NAME=VALUE"},
        {"--account", "ID|@LABEL"},
        {"--sign", "LABEL,..."},
        {"--out", "FILE", true}},
       Make},
      {"office", "sign", {file, {"--out", "FILE"}}, SignFile},
      {"office", "submit", {file}, SubmitFile},
  };
}

}  // namespace enishi
