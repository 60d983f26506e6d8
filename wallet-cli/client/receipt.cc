#include "wallet-cli/client/receipt.h"

#include <utility>

#include "ledger/instruction/codec.h"
#include "ledger/merkle/tree.h"
#include "ledger/messages/failures.h"
#include "ledger/messages/reasons.h"
#include "wallet-cli/client/client.h"

namespace enishi {
namespace {

Failure Wrong(Bilingual detail) {
  return {Exit::kRefused, "receipt_wrong", texts::kReceiptWrong, std::move(detail)};
}

Parsed<std::string> Bytes(const Json& json, std::string_view name) {
  return Base64Decode(TextOf(json, name));
}

}  // namespace

Tried<FetchedReceipt> ReadReceiptAnswer(const Json& json) {
  FetchedReceipt fetched;
  auto leaf = Bytes(json, "leaf");
  auto outcome = Bytes(json, "outcome_bytes");
  if (!leaf || !outcome) return MalformedAnswer("a receipt without leaf or outcome");
  const Json* path = Find(json, "proof");
  if (path == nullptr) return MalformedAnswer("a receipt without a proof");
  auto hashes = ReadField<std::vector<Hash>>(*path);
  const int64_t index = IntegerOf(json, "index", -1);
  if (!hashes || index < 0) return MalformedAnswer("a receipt with a wrong proof or index");
  fetched.leaf = *std::move(leaf);
  fetched.proof = {*std::move(outcome), static_cast<uint64_t>(index), *std::move(hashes),
                   TextOf(json, "checkpoint")};
  return fetched;
}

Tried<Receipt> VerifyReceipt(const OfflineProof& proof, std::string_view leaf_bytes,
                             const VerifierKey& log_key) {
  const auto head = VerifyOfflineProof(proof, LeafHash(leaf_bytes), log_key);
  if (!head) return Wrong(std::string(Describe(head.error())));
  auto leaf = DecodeLeaf(leaf_bytes);
  if (!leaf) return Wrong("the leaf: " + leaf.error().message);
  auto instruction = ReadBody(leaf->body, leaf->signatures);
  if (!instruction) return Wrong("the instruction cannot be read");
  if (const auto rejection = VerifySignatures(*instruction)) {
    return Wrong(TextOf(rejection->reason).title);
  }
  if (Sha256({proof.extra}) != leaf->outcome_hash) {
    return Wrong("the outcome is not the one that the leaf commits to");
  }
  auto outcome = DecodeOutcome(proof.extra);
  if (!outcome) return Wrong("the outcome: " + outcome.error().message);
  return Receipt{proof.index, *std::move(leaf), *std::move(instruction), *std::move(outcome),
                 *head};
}

Json Receipt::ToJson() const {
  auto body = ParseJson(leaf.body);
  return Json::object({{"index", index},
                       {"committed_at", leaf.committed_at.ms},
                       {"instruction", body ? *std::move(body) : Json()},
                       {"outcome", OutcomeJson(outcome)},
                       {"head_size", head.size},
                       {"root", FieldType<Hash>::ToJson(head.root)}});
}

}  // namespace enishi
