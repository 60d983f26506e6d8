#include "ledger/merkle/offline_proof.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "ledger/base/hash.h"
#include "ledger/merkle/tree.h"
#include "tests/fixtures/vectors.h"
#include "tests/merkle/naive_tree.h"

namespace enishi {
namespace {

using testing::CountOf;
using testing::MerkleVectors;

std::string_view NameOf(ProofRejection rejection) {
  switch (rejection) {
    case ProofRejection::kMalformedNote:
      return "malformed_note";
    case ProofRejection::kBadSignature:
      return "bad_signature";
    case ProofRejection::kUnsigned:
      return "unsigned";
    case ProofRejection::kMalformedCheckpoint:
      return "malformed_checkpoint";
    case ProofRejection::kOtherOrigin:
      return "other_origin";
    case ProofRejection::kNotIncluded:
      return "not_included";
  }
  CHECK(false);
}

class OfflineProofVectors : public ::testing::Test {
 protected:
  OfflineProofVectors()
      : vectors_(MerkleVectors("offline_proof.json")),
        log_key_(*VerifierKey::Parse(TextOf(vectors_, "verifier_key"))) {}

  Json vectors_;
  VerifierKey log_key_;
};

TEST_F(OfflineProofVectors, TheirTextsAreReadVerifiedAndWrittenAgain) {
  for (const Json& row : *AsArray(*Find(vectors_, "accepted"))) {
    const std::string text = TextOf(row, "text");
    const auto proof = ParseOfflineProof(text);
    ASSERT_TRUE(proof) << text;
    EXPECT_EQ(proof->index, CountOf(row, "index"));
    EXPECT_PRED_FORMAT2(testing::SameBytes, proof->extra, testing::HexBytes(row, "extra_hex"));
    EXPECT_PRED_FORMAT2(testing::SameBytes, EncodeOfflineProof(*proof), text);
    const auto verified = VerifyOfflineProof(*proof, LeafHash(TextOf(row, "leaf")), log_key_);
    ASSERT_TRUE(verified) << text;
    EXPECT_EQ(verified->size, CountOf(row, "size"));
    EXPECT_EQ(VerifyOfflineProof(*proof, LeafHash("another leaf"), log_key_).error(),
              ProofRejection::kNotIncluded);
  }
}

TEST_F(OfflineProofVectors, TextsThatAreNoProofAreRefused) {
  for (const Json& row : *AsArray(*Find(vectors_, "refused"))) {
    EXPECT_FALSE(ParseOfflineProof(TextOf(row, "text"))) << TextOf(row, "why");
  }
}

TEST_F(OfflineProofVectors, EachFaultHasItsRejection) {
  for (const Json& row : *AsArray(*Find(vectors_, "unbelieved"))) {
    const auto proof = ParseOfflineProof(TextOf(row, "text"));
    ASSERT_TRUE(proof) << TextOf(row, "why");
    const auto verified = VerifyOfflineProof(*proof, LeafHash(TextOf(row, "leaf")), log_key_);
    ASSERT_FALSE(verified) << TextOf(row, "why");
    EXPECT_EQ(NameOf(verified.error()), TextOf(row, "rejection")) << TextOf(row, "why");
    EXPECT_FALSE(Describe(verified.error()).empty());
  }
}

TEST_F(OfflineProofVectors, EveryTruncationAndBitFlipIsRefused) {
  // The one without extra data: nothing vouches for that.
  const Json& row = AsArray(*Find(vectors_, "accepted"))->at(1);
  const std::string text = TextOf(row, "text");
  const Hash leaf = LeafHash(TextOf(row, "leaf"));
  const auto verifies = [&](std::string_view bytes) {
    const auto proof = ParseOfflineProof(bytes);
    return proof && VerifyOfflineProof(*proof, leaf, log_key_).has_value();
  };
  ASSERT_TRUE(verifies(text));
  for (size_t length = 0; length < text.size(); ++length) {
    EXPECT_FALSE(verifies(text.substr(0, length))) << length;
  }
  for (size_t bit = 0; bit < text.size() * 8; ++bit) {
    std::string flipped = text;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
    EXPECT_FALSE(verifies(flipped)) << flipped;
  }
}

TEST_F(OfflineProofVectors, ChangedExtraDataIsNeverTheSameProof) {
  const std::string text = TextOf(AsArray(*Find(vectors_, "accepted"))->at(0), "text");
  const auto proof = ParseOfflineProof(text);
  ASSERT_TRUE(proof);
  for (size_t bit = 0; bit < text.size() * 8; ++bit) {
    std::string flipped = text;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
    const auto other = ParseOfflineProof(flipped);
    EXPECT_FALSE(other && *other == *proof) << flipped;
  }
}

TEST_F(OfflineProofVectors, LimitsHold) {
  auto proof = ParseOfflineProof(TextOf(AsArray(*Find(vectors_, "accepted"))->at(0), "text"));
  ASSERT_TRUE(proof);
  proof->extra.assign(kProofExtraBytesMax, 'x');
  proof->path.assign(kProofHashesMax, LeafHash(""));
  const std::string largest = EncodeOfflineProof(*proof);
  const auto parsed = ParseOfflineProof(largest);
  ASSERT_TRUE(parsed);
  EXPECT_EQ(*parsed, *proof);
  std::string longer = largest;
  longer.insert(largest.find("extra ") + 6, "AAAA");
  EXPECT_FALSE(ParseOfflineProof(longer));
  EXPECT_FALSE(ParseOfflineProof(std::string(kProofTextBytesMax + 1, 'x')));
}

}  // namespace
}  // namespace enishi
