#include "tests/rules/rejection_chains.h"

namespace enishi::testing {

void Walk::Furnish() {
  town.Found();
  town.Furnish();
  town.OpenParticipant("hana");
  town.Do("registrar", AccountOpen{town.Key("taro").public_key()});
  town.OpenShop("bakery");
  town.Do("registrar", AccountOpen{town.Key("witness").public_key(), AccountKind::kOfficial});
}

void Walk::Act(const std::string& actor, Payload what) {
  header = town.HeaderFor(actor);
  payload = std::move(what);
  signers = {actor};
}

void Walk::ActAs(const std::string& actor, std::vector<std::string> with) {
  header.account = town.Account(actor);
  signers = {actor};
  signers.insert(signers.end(), with.begin(), with.end());
}

void Walk::Show(const std::string& signer) {
  const auto shown = *DecodePaymentCode(EncodePaymentCode(code, town.Key(signer)));
  if (auto* capture = std::get_if<PaymentCapture>(&payload)) capture->code = shown;
  if (auto* cancel = std::get_if<CodeCancel>(&payload)) cancel->code = shown;
}

void Walk::ShowAttendance(const std::string& signer) {
  As<ParticipationClaim>().code =
      *DecodeAttendanceCode(EncodeAttendanceCode(attendance, town.Key(signer)));
}

Checked<Outcome> Walk::Submit() {
  const std::string text = body.value_or(WriteBody(header, payload));
  std::vector<SignedBy> signatures;
  for (const std::string& label : signers) {
    const SigningKey& key = town.Key(label);
    signatures.push_back({key.public_key(), key.Sign(Domain::kInstruction, text)});
  }
  if (signature_spoilt) signatures.front().signature.bytes[0] ^= 1;
  if (signature_twice) signatures.push_back(signatures.front());
  const auto instruction = ReadEnvelope(envelope.value_or(WriteEnvelope(text, signatures)));
  if (!instruction) return instruction.error();
  return town.Submit(*instruction);
}

std::vector<Step> WithAuthority(const Right& right, std::vector<Step> rest) {
  std::vector<Step> steps;
  // An account that exists, unlike the key "stranger".
  const std::string second = right.by_role ? "auditor" : right.actor;
  const auto as_second = [second](Walk& walk) { walk.header.account = walk.town.Account(second); };
  if (right.wrong_kind.empty()) {
    steps.push_back({Reason::kAccountUnknown, as_second});
  } else {
    steps.push_back({Reason::kAccountUnknown, [right](Walk& walk) {
                       walk.header.account = walk.town.Account(right.wrong_kind);
                     }});
    steps.push_back({Reason::kAccountKindWrong, as_second});
  }
  steps.push_back({Reason::kKeyUnknown, [](Walk& walk) { walk.signers = {"witness"}; }});
  steps.push_back(
      {Reason::kActorNotSigned, [second](Walk& walk) { walk.signers = {"witness", second}; }});
  const bool quorum = !right.with.empty();
  if (right.by_role) {
    steps.push_back(
        {Reason::kRoleMissing, [right](Walk& walk) { walk.ActAs(right.actor, {"witness"}); }});
  }
  if (quorum) {
    steps.push_back({Reason::kQuorumNotMet, [right](Walk& walk) {
                       walk.ActAs(right.actor, right.with);
                       walk.signers.emplace_back("witness");
                     }});
  }
  steps.push_back(
      {Reason::kSignerUnneeded, [right](Walk& walk) { walk.ActAs(right.actor, right.with); }});
  std::move(rest.begin(), rest.end(), std::back_inserter(steps));
  return steps;
}

}  // namespace enishi::testing
