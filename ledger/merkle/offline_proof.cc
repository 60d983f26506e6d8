#include "ledger/merkle/offline_proof.h"

#include "ledger/merkle/lines.h"
#include "ledger/merkle/proof.h"
#include "ledger/merkle/tree.h"

namespace enishi {
namespace {

constexpr std::string_view kFirstLine = "c2sp.org/tlog-proof@v1";
constexpr std::string_view kExtra = "extra ";
constexpr std::string_view kIndex = "index ";

ProofRejection AsProofRejection(CheckpointRejection rejection) {
  switch (rejection) {
    case CheckpointRejection::kMalformedNote:
      return ProofRejection::kMalformedNote;
    case CheckpointRejection::kBadSignature:
      return ProofRejection::kBadSignature;
    case CheckpointRejection::kUnsigned:
      return ProofRejection::kUnsigned;
    case CheckpointRejection::kMalformedCheckpoint:
      return ProofRejection::kMalformedCheckpoint;
    case CheckpointRejection::kOtherOrigin:
      return ProofRejection::kOtherOrigin;
  }
  CHECK(false);
}

}  // namespace

std::string EncodeOfflineProof(const OfflineProof& proof) {
  CHECK(proof.extra.size() <= kProofExtraBytesMax && proof.path.size() <= kProofHashesMax &&
        proof.index <= kTreeSizeMax);
  std::string text = std::string(kFirstLine) + "\n";
  if (!proof.extra.empty()) text += std::string(kExtra) + Base64Encode(proof.extra) + "\n";
  text += std::string(kIndex) + std::to_string(proof.index) + "\n";
  for (const Hash& hash : proof.path) text += HashText(hash) + "\n";
  return text + "\n" + proof.checkpoint;
}

Parsed<OfflineProof> ParseOfflineProof(std::string_view text) {
  if (text.size() > kProofTextBytesMax) return FormatError{"an offline proof of too many bytes"};
  std::string_view line;
  if (!TakeLine(text, line) || line != kFirstLine || !TakeLine(text, line)) {
    return FormatError{"not an offline proof"};
  }
  OfflineProof proof;
  if (line.starts_with(kExtra)) {
    auto extra = Base64Decode(line.substr(kExtra.size()));
    if (!extra || extra->empty() || extra->size() > kProofExtraBytesMax || !TakeLine(text, line)) {
      return FormatError{"extra data of an offline proof that is not base64 or too long"};
    }
    proof.extra = *std::move(extra);
  }
  if (!line.starts_with(kIndex)) return FormatError{"an offline proof without an index"};
  const auto index = ParseCount(line.substr(kIndex.size()));
  if (!index) return index.error();
  proof.index = *index;
  while (TakeLine(text, line) && !line.empty()) {
    if (proof.path.size() == kProofHashesMax) return FormatError{"too many hashes in a proof"};
    const auto hash = ParseHash(line);
    if (!hash) return hash.error();
    proof.path.push_back(*hash);
  }
  // The loop ends at the empty line or where there is no line left, and then what follows is no
  // note either.
  if (auto note = ParseNote(text); !note) return note.error();
  proof.checkpoint = text;
  return proof;
}

std::string_view Describe(ProofRejection rejection) {
  switch (rejection) {
    case ProofRejection::kMalformedNote:
      return Describe(CheckpointRejection::kMalformedNote);
    case ProofRejection::kBadSignature:
      return Describe(CheckpointRejection::kBadSignature);
    case ProofRejection::kUnsigned:
      return Describe(CheckpointRejection::kUnsigned);
    case ProofRejection::kMalformedCheckpoint:
      return Describe(CheckpointRejection::kMalformedCheckpoint);
    case ProofRejection::kOtherOrigin:
      return Describe(CheckpointRejection::kOtherOrigin);
    case ProofRejection::kNotIncluded:
      return "the leaf is not at that index of the checkpoint's tree";
  }
  CHECK(false);
}

Result<Checkpoint, ProofRejection> VerifyOfflineProof(const OfflineProof& proof,
                                                      const Hash& leaf_hash,
                                                      const VerifierKey& log_key) {
  auto checkpoint = OpenCheckpoint(proof.checkpoint, log_key);
  if (!checkpoint) return AsProofRejection(checkpoint.error());
  const InclusionClaim claim{.index = proof.index,
                             .size = checkpoint->size,
                             .leaf_hash = leaf_hash,
                             .root = checkpoint->root};
  if (!VerifyInclusion(claim, proof.path)) return ProofRejection::kNotIncluded;
  return *std::move(checkpoint);
}

}  // namespace enishi
