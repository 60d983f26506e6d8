#include "tests/demo/forgery.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "ledger/codes/attendance_code.h"
#include "ledger/codes/payment_code.h"
#include "wallet-cli/plan/new_key.h"

namespace enishi {
namespace {

Parsed<Forgery> ReadForgery(const std::string& what) {
  if (what == "signature") return Forgery::kSignature;
  if (what == "key") return Forgery::kKey;
  if (what == "code") return Forgery::kCode;
  if (what == "ledger") return Forgery::kLedger;
  return FormatError{"forge must be signature, key, code or ledger"};
}

// Returns the code of the instruction, signed by another key.
bool ForgeCode(Payload& payload) {
  const SigningKey stranger = SigningKey::Random();
  if (auto* capture = std::get_if<PaymentCapture>(&payload)) {
    SignedPaymentCode& made = capture->code;
    made.signature = stranger.Sign(Domain::kCode, PaymentCodePayload(made.code));
    return true;
  }
  if (auto* claim = std::get_if<ParticipationClaim>(&payload)) {
    SignedAttendanceCode& made = claim->code;
    made.signature = stranger.Sign(Domain::kAttendance, AttendanceCodePayload(made.code));
    return true;
  }
  return false;
}

}  // namespace

Parsed<ForgedPlan> TakeForgeries(std::string_view plan) {
  ForgedPlan taken;
  for (uint64_t number = 1; !plan.empty(); ++number) {
    const size_t end = std::min(plan.find('\n'), plan.size());
    const std::string_view line = plan.substr(0, end);
    plan.remove_prefix(std::min(end + 1, plan.size()));
    const auto json =
        line.find("\"forge\"") == std::string_view::npos ? Parsed<Json>(Json()) : ParseJson(line);
    const Json* what = json ? Find(*json, "forge") : nullptr;
    if (what == nullptr) {
      taken.lines.append(line).append("\n");
      continue;
    }
    const auto forgery = ReadForgery(TextOf(*json, "forge"));
    if (!forgery) {
      return FormatError{"line " + std::to_string(number) + ": " + forgery.error().message};
    }
    taken.forgeries[number] = *forgery;
    Json honest = Json::object();
    for (const auto& [name, value] : json->items()) {
      if (name != "forge") honest[name] = value;
    }
    taken.lines.append(Dump(honest)).append("\n");
  }
  return taken;
}

Parsed<std::string> Forge(Forgery forgery, const Draft& draft, const Keyring& keyring,
                          const std::string& envelope) {
  auto instruction = ReadEnvelope(envelope);
  if (!instruction) return FormatError{"the envelope to forge cannot be read"};
  const SigningKey stranger = SigningKey::Random();
  if (forgery == Forgery::kSignature) {
    instruction->signatures[0].signature = stranger.Sign(Domain::kInstruction, instruction->body);
    return WriteEnvelope(instruction->body, instruction->signatures);
  }
  std::vector<const KeyEntry*> signers = {draft.actor};
  signers.insert(signers.end(), draft.cosigners.begin(), draft.cosigners.end());
  (void)AddNewKey(instruction->payload, keyring, signers);
  std::vector<const SigningKey*> keys;
  for (const KeyEntry* entry : signers) keys.push_back(&entry->key);
  if (forgery == Forgery::kKey) keys[0] = &stranger;
  if (forgery == Forgery::kLedger) instruction->header.ledger[0] ^= 1;
  if (forgery == Forgery::kCode && !ForgeCode(instruction->payload)) {
    return FormatError{"forge: no code in a " + draft.kind};
  }
  const Instruction forged = Sign(instruction->header, instruction->payload, keys);
  return WriteEnvelope(forged.body, forged.signatures);
}

}  // namespace enishi
