#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/hash.h"
#include "ledger/base/result.h"
#include "ledger/merkle/checkpoint.h"

namespace enishi {

// Offline proofs (C2SP tlog-proof; specs/proofs.md): a leaf's index, its audit path and a
// checkpoint in one text, checked without a network.
// Pinned by tests/merkle/offline_proof_test.cc.

/// A tree of at most kTreeSizeMax leaves has no longer path.
inline constexpr size_t kProofHashesMax = 63;
/// Room for a leaf and what it took effect on.
inline constexpr size_t kProofExtraBytesMax = size_t{256} * 1024;
inline constexpr size_t kProofTextBytesMax = size_t{640} * 1024;

/// What an offline proof says; nothing in it is verified.
struct OfflineProof {
  /// Bytes for the application that nothing in the proof vouches for; empty: no such line.
  std::string extra;
  uint64_t index = 0;  // at most kTreeSizeMax
  std::vector<Hash> path;
  /// The checkpoint's note, with all its signatures, as the log published it.
  std::string checkpoint;
  bool operator==(const OfflineProof&) const = default;
};

/// The text. Extra and path must be within the limits above.
std::string EncodeOfflineProof(const OfflineProof& proof);
/// Takes exactly what EncodeOfflineProof writes. Refuses what is beyond the limits and a checkpoint
/// that is not a signed note; does not verify anything.
Parsed<OfflineProof> ParseOfflineProof(std::string_view text);

/// Why an offline proof is refused, in the order in which it is checked.
enum class ProofRejection {
  kMalformedNote,
  kBadSignature,
  kUnsigned,
  kMalformedCheckpoint,
  kOtherOrigin,
  kNotIncluded,  // the checkpoint is good, but the path does not lead from the leaf to its root
};
std::string_view Describe(ProofRejection rejection);

/// The checkpoint, when the log's key has signed it and the path leads from the leaf at the proof's
/// index to its root. The caller computes the leaf hash from the leaf itself.
Result<Checkpoint, ProofRejection> VerifyOfflineProof(const OfflineProof& proof,
                                                      const Hash& leaf_hash,
                                                      const VerifierKey& log_key);

}  // namespace enishi
