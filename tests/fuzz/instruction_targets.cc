#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "ledger/instruction/instruction.h"
#include "ledger/instruction/leaf.h"
#include "ledger/rules/apply.h"
#include "tests/fixtures/town.h"
#include "tests/fuzz/conservation.h"
#include "tests/fuzz/target.h"

namespace enishi::testing {
namespace {

// Checks the reason of a refusal by form.
void CheckRefusal(const Rejection& rejection) {
  CHECK(rejection.reason <= Reason::kFieldInvalid);
  CHECK(HttpStatus(rejection.reason) == 400 || HttpStatus(rejection.reason) == 413);
  CHECK(rejection.pointer.empty() || rejection.pointer.starts_with('/'));
}

// Checks that the instruction is the same after writing and reading it, and fits into a leaf.
void CheckInstruction(const Instruction& instruction) {
  const std::string written = WriteBody(instruction.header, instruction.payload);
  if (written.size() <= kBodyBytesMax) {
    const auto again = ReadBody(written, instruction.signatures);
    CHECK(again);
    CHECK(WriteBody(again->header, again->payload) == written);
  }
  const Leaf leaf{{}, instruction.body, instruction.signatures, {}};
  const auto stored = DecodeLeaf(EncodeLeaf(leaf));
  CHECK(stored && *stored == leaf);
}

// The town at the start of every input of FuzzApply, and its possible actors.
struct FurnishedTown {
  Town town;
  std::vector<std::string> actors = {"mayor",   "planner-1", "registrar", "coordinator",
                                     "cashier", "hanako",    "rice-shop", "service"};
  std::vector<SignedBy> signatures;  // of the further signers

  // Uses the names of tests/vectors/instruction, so that the bodies of the corpus are meaningful
  // here.
  FurnishedTown() {
    town.Found();
    town.Furnish();
    town.OpenParticipant("hanako");
    town.OpenShop("rice-shop");
    town.Charge("hanako", 3'000);
    town.Announce("bosai-kunren-2026", 300);
    for (const char* label : {"deputy", "planner-2"}) {
      signatures.push_back({town.Key(label).public_key(), {}});
    }
  }
};

// A key that enters the ledger signs the instruction.
void SignAsNewKey(Instruction& instruction) {
  const auto* opening = std::get_if<AccountOpen>(&instruction.payload);
  const auto* add = std::get_if<KeyAdd>(&instruction.payload);
  if (opening != nullptr) instruction.signatures.push_back({opening->key, {}});
  if (add != nullptr) instruction.signatures.push_back({add->key, {}});
}

}  // namespace

void FuzzEnvelope(std::string_view input) {
  const auto instruction = ReadEnvelope(input);
  if (!instruction) return CheckRefusal(instruction.error());
  CheckInstruction(*instruction);
  const std::string written = WriteEnvelope(instruction->body, instruction->signatures);
  const auto again = ReadEnvelope(written);
  CHECK(again);
  CHECK(again->body == instruction->body && again->signatures == instruction->signatures);
  const auto refused = VerifySignatures(*instruction);
  CHECK(!refused || (refused->reason >= Reason::kSignatureMissing &&
                     refused->reason <= Reason::kCodeSignatureInvalid));
}

void FuzzBody(std::string_view input) {
  const auto instruction = ReadBody(std::string(input), {});
  if (!instruction) return CheckRefusal(instruction.error());
  CHECK(instruction->body == input);
  CheckInstruction(*instruction);
}

// Signatures are not verified here, so that every body reaches its rule.
void FuzzApply(std::string_view input) {
  static FurnishedTown& furnished = *new FurnishedTown;
  Town& town = furnished.town;
  auto instruction = ReadBody(std::string(input), furnished.signatures);
  if (!instruction) return CheckRefusal(instruction.error());
  SignAsNewKey(*instruction);
  for (const std::string& actor : furnished.actors) {
    Instruction acted = *instruction;
    acted.header.ledger = town.ledger();
    acted.header.account = town.Account(actor);
    acted.header.id = Uuid::At(town.now());
    acted.header.valid_until = {town.now().ms + kHourMs};
    acted.signatures.push_back({town.Key(actor).public_key(), {}});
    const auto outcome = Apply({town.state(), town.ledger(), town.now()}, acted);
    if (!outcome) continue;
    CheckOutcome(*outcome);
    const View& before = town.state();
    Overlay after(before);
    Fold(after, town.leaves().size(), acted.header, *outcome);
    CheckConservation(after);
  }
}

void FuzzLeaf(std::string_view input) {
  const auto leaf = DecodeLeaf(input);
  if (!leaf) return;
  CHECK(EncodeLeaf(*leaf) == input);
  const auto instruction = ReadBody(leaf->body, leaf->signatures);
  if (instruction) CheckInstruction(*instruction);
}

void FuzzOutcome(std::string_view input) {
  const auto outcome = DecodeOutcome(input);
  if (!outcome) return;
  CHECK(EncodeOutcome(*outcome) == input);
  // A receipt shows parts of an outcome that is not verified yet.
  const Json shown = OutcomeJson(*outcome);
  const auto read = ParseJson(Dump(shown));
  CHECK(read && *read == shown);
  CHECK(HoldingsOf(*outcome).size() <= outcome->postings.size());
}

}  // namespace enishi::testing
