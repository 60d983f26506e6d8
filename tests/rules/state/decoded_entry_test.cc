#include "ledger/rules/state/decoded_entry.h"

#include <gtest/gtest.h>

#include "ledger/instruction/leaf.h"
#include "tests/fixtures/town.h"

namespace enishi::testing {
namespace {

// One accepted charge as the log stores it.
class DecodedEntries : public ::testing::Test {
 protected:
  DecodedEntries() {
    town_.Found();
    town_.Furnish();
    town_.OpenParticipant("hana");
    charge_ = town_.Make("cashier",
                         Charge{town_.Account("hana"), Town::Currency(), Town::Points(500), {}});
    outcome_ = *town_.Submit(charge_);
    leaf_bytes_ = town_.leaves().back();
    outcome_bytes_ = EncodeOutcome(outcome_);
  }

  Town town_;
  Instruction charge_;
  Outcome outcome_;
  std::string leaf_bytes_;
  std::string outcome_bytes_;
};

TEST_F(DecodedEntries, HoldWhatWasSubmittedAndWhatItDid) {
  const auto entry = DecodeEntry(leaf_bytes_, outcome_bytes_);
  ASSERT_TRUE(entry.has_value());
  EXPECT_EQ(entry->committed_at, town_.now());
  EXPECT_EQ(entry->instruction.header.id, charge_.header.id);
  EXPECT_EQ(entry->instruction.body, charge_.body);
  EXPECT_EQ(entry->instruction.signatures, charge_.signatures);
  ASSERT_TRUE(std::holds_alternative<Charge>(entry->instruction.payload));
  EXPECT_EQ(entry->outcome, outcome_);
}

TEST_F(DecodedEntries, ALeafAloneNamesItsOutcomeByHash) {
  const auto leaf = DecodeInstructionLeaf(leaf_bytes_);
  ASSERT_TRUE(leaf.has_value());
  EXPECT_EQ(leaf->instruction.body, charge_.body);
  EXPECT_EQ(leaf->outcome_hash, Sha256({outcome_bytes_}));
}

TEST_F(DecodedEntries, RefuseAnOutcomeThatTheLeafDoesNotName) {
  EXPECT_FALSE(DecodeEntry(leaf_bytes_, EncodeOutcome(Outcome{})).has_value());
  EXPECT_FALSE(DecodeEntry(leaf_bytes_, "").has_value());
}

TEST_F(DecodedEntries, RefuseTruncatedLeaves) {
  for (size_t size = 0; size < leaf_bytes_.size(); ++size) {
    EXPECT_FALSE(DecodeInstructionLeaf(std::string_view(leaf_bytes_).substr(0, size))) << size;
  }
}

TEST_F(DecodedEntries, RefuseABodyOfAnUnknownKindAndNameTheReason) {
  Leaf leaf = *DecodeLeaf(leaf_bytes_);
  const size_t at = leaf.body.find("\"charge\"");
  ASSERT_NE(at, std::string::npos);
  leaf.body.replace(at, 8, "\"chance\"");
  const auto entry = DecodeEntry(EncodeLeaf(leaf), outcome_bytes_);
  ASSERT_FALSE(entry.has_value());
  EXPECT_EQ(entry.error().message, "the body is refused: kind_unknown");
}

TEST_F(DecodedEntries, RefuseAnOutcomeThatIsMalformedThoughTheLeafNamesIt) {
  Leaf leaf = *DecodeLeaf(leaf_bytes_);
  leaf.outcome_hash = Sha256({"no outcome"});
  EXPECT_FALSE(DecodeEntry(EncodeLeaf(leaf), "no outcome").has_value());
}

}  // namespace
}  // namespace enishi::testing
