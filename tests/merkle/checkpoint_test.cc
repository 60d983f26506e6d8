#include "ledger/merkle/checkpoint.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "ledger/base/hash.h"
#include "tests/fixtures/same_bytes.h"
#include "tests/merkle/naive_tree.h"

namespace enishi {
namespace {

using testing::CountOf;
using testing::HashOf;
using testing::MerkleVectors;

std::string_view NameOf(CheckpointRejection rejection) {
  switch (rejection) {
    case CheckpointRejection::kMalformedNote:
      return "malformed_note";
    case CheckpointRejection::kBadSignature:
      return "bad_signature";
    case CheckpointRejection::kUnsigned:
      return "unsigned";
    case CheckpointRejection::kMalformedCheckpoint:
      return "malformed_checkpoint";
    case CheckpointRejection::kOtherOrigin:
      return "other_origin";
  }
  CHECK(false);
}

class CheckpointVectors : public ::testing::Test {
 protected:
  CheckpointVectors()
      : vectors_(MerkleVectors("checkpoint.json")),
        origin_(*Origin::Parse(TextOf(vectors_, "origin"))),
        signing_key_(
            SigningKey::FromSeed(*Seed::FromBytes(*HexDecode(TextOf(vectors_, "seed_hex"))))),
        log_key_(CheckpointVerifier(origin_, signing_key_.public_key())) {}

  Json vectors_;
  Origin origin_;
  SigningKey signing_key_;
  VerifierKey log_key_;
};

TEST_F(CheckpointVectors, SigningGivesTheirBytesAndOpeningTheirHeads) {
  for (const Json& row : *AsArray(*Find(vectors_, "accepted"))) {
    const Checkpoint checkpoint{
        .origin = origin_, .size = CountOf(row, "size"), .root = HashOf(row, "root")};
    EXPECT_PRED_FORMAT2(testing::SameBytes, SignCheckpoint(checkpoint, signing_key_),
                        TextOf(row, "note"));
    const auto opened = OpenCheckpoint(TextOf(row, "note"), log_key_);
    ASSERT_TRUE(opened) << checkpoint.size;
    EXPECT_EQ(*opened, checkpoint);
  }
}

TEST_F(CheckpointVectors, OtherSignersDoNotMatter) {
  for (const Json& row : *AsArray(*Find(vectors_, "accepted_with_other_signatures"))) {
    const auto opened = OpenCheckpoint(TextOf(row, "note"), log_key_);
    ASSERT_TRUE(opened) << TextOf(row, "why");
    EXPECT_EQ(opened->size, 5U);
  }
}

TEST_F(CheckpointVectors, EachFaultHasItsRejection) {
  for (const Json& row : *AsArray(*Find(vectors_, "refused"))) {
    const auto opened = OpenCheckpoint(TextOf(row, "note"), log_key_);
    ASSERT_FALSE(opened) << TextOf(row, "why");
    EXPECT_EQ(NameOf(opened.error()), TextOf(row, "rejection")) << TextOf(row, "why");
    EXPECT_FALSE(Describe(opened.error()).empty());
  }
}

TEST_F(CheckpointVectors, EveryTruncationAndBitFlipIsRefused) {
  const std::string note = TextOf(AsArray(*Find(vectors_, "accepted"))->at(2), "note");
  ASSERT_TRUE(OpenCheckpoint(note, log_key_));
  for (size_t length = 0; length < note.size(); ++length) {
    EXPECT_FALSE(OpenCheckpoint(note.substr(0, length), log_key_)) << length;
  }
  for (size_t bit = 0; bit < note.size() * 8; ++bit) {
    std::string flipped = note;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
    EXPECT_FALSE(OpenCheckpoint(flipped, log_key_)) << flipped;
  }
}

TEST_F(CheckpointVectors, ReadingAndWritingGivesTheSameBytes) {
  const std::string note = TextOf(AsArray(*Find(vectors_, "accepted"))->at(3), "note");
  const auto parsed = ParseNote(note);
  ASSERT_TRUE(parsed);
  EXPECT_PRED_FORMAT2(testing::SameBytes, EncodeNote(*parsed), note);
  const auto checkpoint = ParseCheckpoint(parsed->text);
  ASSERT_TRUE(checkpoint);
  EXPECT_EQ(EncodeCheckpoint(*checkpoint), parsed->text);
  // Unsigned bytes change the head or are refused, but never give the same head from other bytes.
  for (size_t bit = 0; bit < parsed->text.size() * 8; ++bit) {
    std::string flipped = parsed->text;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
    const auto other = ParseCheckpoint(flipped);
    EXPECT_FALSE(other && *other == *checkpoint) << flipped;
  }
}

}  // namespace
}  // namespace enishi
