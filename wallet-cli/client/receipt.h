#pragma once

#include <string>
#include <string_view>

#include "ledger/instruction/leaf.h"
#include "ledger/merkle/offline_proof.h"
#include "ledger/rules/state/outcome.h"
#include "wallet-cli/terminal/failure.h"

namespace enishi {

/// What a receipt proves, after VerifyReceipt.
struct Receipt {
  uint64_t index = 0;
  Leaf leaf;
  Instruction instruction;
  Outcome outcome;
  Checkpoint head;

  [[nodiscard]] Json ToJson() const;
};

/// Checks a receipt without a network: the log's key signed the head, the leaf is in its tree at
/// the index, every signature in the leaf is good, and `proof.extra` is the very outcome that the
/// leaf commits to. A Failure with code receipt_wrong says which of these does not hold.
Tried<Receipt> VerifyReceipt(const OfflineProof& proof, std::string_view leaf_bytes,
                             const VerifierKey& log_key);

/// Reads the answer of GET /v1/entries/{index}/receipt into a proof and its leaf.
struct FetchedReceipt {
  OfflineProof proof;
  std::string leaf;
};
Tried<FetchedReceipt> ReadReceiptAnswer(const Json& json);

}  // namespace enishi
