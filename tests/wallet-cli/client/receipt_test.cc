#include "wallet-cli/client/receipt.h"

#include <gtest/gtest.h>

#include "tests/fixtures/town.h"
#include "tests/merkle/naive_tree.h"

// A receipt is believed only as a whole: whatever is changed in it, it proves nothing.

namespace enishi {
namespace {

using testing::Town;

class ReceiptTest : public ::testing::Test {
 protected:
  ReceiptTest() {
    town_.Found();
    town_.Furnish();
    town_.OpenParticipant("ann");
    town_.OpenShop("bakery");
    town_.Charge("ann", 500);
    outcome_ = EncodeOutcome(town_.Do(
        "ann", PaymentPay{town_.Account("bakery"), Town::Currency(), Town::Points(80), {}}));
    index_ = town_.leaves().size() - 1;
    town_.Charge("ann", 7);
    leaf_ = town_.leaves()[index_];
    proof_ = ProofOf(leaf_, outcome_);
  }

  // A proof that is right in all but what the leaf and the outcome say.
  [[nodiscard]] OfflineProof ProofOf(const std::string& leaf, const std::string& outcome) const {
    std::vector<Hash> hashes;
    for (const std::string& one : town_.leaves()) hashes.push_back(LeafHash(one));
    hashes[index_] = LeafHash(leaf);
    const testing::NaiveTree tree(hashes);
    const uint64_t size = hashes.size();
    return {outcome, index_, tree.Path({index_, size}),
            SignCheckpoint({origin_, size, tree.Root(size)}, log_key_)};
  }
  [[nodiscard]] Tried<Receipt> Verify(const OfflineProof& proof, const std::string& leaf) const {
    return VerifyReceipt(proof, leaf, CheckpointVerifier(origin_, log_key_.public_key()));
  }
  void ExpectWrong(const OfflineProof& proof, const std::string& leaf, const std::string& what) {
    const auto receipt = Verify(proof, leaf);
    ASSERT_FALSE(receipt.has_value()) << what;
    EXPECT_EQ(receipt.error().code, "receipt_wrong") << what;
    EXPECT_EQ(receipt.error().exit, Exit::kRefused) << what;
  }
  // The leaf was forged before the log took it in, so that only its contents betray it.
  void ExpectForgedLeafWrong(const Leaf& leaf, const std::string& what) {
    const std::string bytes = EncodeLeaf(leaf);
    ExpectWrong(ProofOf(bytes, outcome_), bytes, what);
  }

  Town town_;
  const Origin origin_{"town.example/ledger"};
  const SigningKey log_key_ = SigningKey::Random();
  uint64_t index_ = 0;
  std::string leaf_;
  std::string outcome_;
  OfflineProof proof_;
};

TEST_F(ReceiptTest, AGoodOneSaysWhatWasAskedAndWhatItDid) {
  const auto receipt = Verify(proof_, leaf_);
  ASSERT_TRUE(receipt.has_value()) << receipt.error().detail.en;
  EXPECT_EQ(receipt->index, index_);
  EXPECT_EQ(receipt->head.size, town_.leaves().size());
  EXPECT_EQ(std::get<PaymentPay>(receipt->instruction.payload).amount.minor(), 80);
  EXPECT_EQ(EncodeOutcome(receipt->outcome), outcome_);
}

TEST_F(ReceiptTest, EveryByteOfTheLeafCounts) {
  for (size_t i = 0; i < leaf_.size(); ++i) {
    std::string leaf = leaf_;
    leaf[i] = static_cast<char>(leaf[i] ^ 1);
    ExpectWrong(proof_, leaf, "byte " + std::to_string(i));
  }
  ExpectWrong(proof_, leaf_.substr(0, leaf_.size() - 1), "cut");
  ExpectWrong(proof_, leaf_ + '\0', "longer");
}

TEST_F(ReceiptTest, EveryFieldOfTheProofCounts) {
  for (size_t i = 0; i < outcome_.size(); ++i) {
    OfflineProof proof = proof_;
    proof.extra[i] = static_cast<char>(proof.extra[i] ^ 1);
    ExpectWrong(proof, leaf_, "outcome, byte " + std::to_string(i));
  }
  for (size_t i = 0; i < proof_.path.size(); ++i) {
    OfflineProof proof = proof_;
    proof.path[i][0] ^= 1;
    ExpectWrong(proof, leaf_, "path, hash " + std::to_string(i));
  }
  const std::vector<std::pair<std::string, std::function<void(OfflineProof&)>>> damages = {
      {"no outcome", [](OfflineProof& proof) { proof.extra.clear(); }},
      {"the entry before", [](OfflineProof& proof) { --proof.index; }},
      {"the entry behind", [](OfflineProof& proof) { ++proof.index; }},
      {"behind the head", [](OfflineProof& proof) { proof.index += 1'000'000; }},
      {"a path too short", [](OfflineProof& proof) { proof.path.pop_back(); }},
      {"a path too long", [](OfflineProof& proof) { proof.path.push_back(proof.path.back()); }},
      {"no head", [](OfflineProof& proof) { proof.checkpoint.clear(); }},
  };
  for (const auto& [what, damage] : damages) {
    OfflineProof proof = proof_;
    damage(proof);
    ExpectWrong(proof, leaf_, what);
  }
  // The key's number in front of a signature, its letters and the text it is for.
  for (size_t i = 0; i + 1 < proof_.checkpoint.size(); ++i) {
    OfflineProof proof = proof_;
    proof.checkpoint[i] = proof.checkpoint[i] == 'A' ? 'B' : 'A';
    if (proof.checkpoint == proof_.checkpoint) continue;
    ExpectWrong(proof, leaf_, "head, byte " + std::to_string(i));
  }
}

TEST_F(ReceiptTest, AnotherLogsHeadProvesNothing) {
  const SigningKey other = SigningKey::Random();
  EXPECT_FALSE(
      VerifyReceipt(proof_, leaf_, CheckpointVerifier(origin_, other.public_key())).has_value());
  EXPECT_FALSE(VerifyReceipt(proof_, leaf_,
                             CheckpointVerifier({"city.example/ledger"}, log_key_.public_key()))
                   .has_value());
}

TEST_F(ReceiptTest, ALogThatTookInAForgeryIsNotBelievedEither) {
  const auto leaf = DecodeLeaf(leaf_);
  ASSERT_TRUE(leaf.has_value());
  Leaf body = *leaf;
  body.body.replace(body.body.find("\"amount\":80"), 11, "\"amount\":90");
  ExpectForgedLeafWrong(body, "another amount");
  Leaf nonsense = *leaf;
  nonsense.body = "{}";
  ExpectForgedLeafWrong(nonsense, "no instruction");
  Leaf signature = *leaf;
  signature.signatures[0].signature.bytes[5] ^= 1;
  ExpectForgedLeafWrong(signature, "a damaged signature");
  Leaf key = *leaf;
  key.signatures[0].key = SigningKey::Random().public_key();
  ExpectForgedLeafWrong(key, "another key");
  Leaf nobody = *leaf;
  nobody.signatures.clear();
  ExpectForgedLeafWrong(nobody, "no signature");
  Leaf outcome = *leaf;
  outcome.outcome_hash[0] ^= 1;
  ExpectForgedLeafWrong(outcome, "another outcome");
  // An outcome that the leaf commits to and that says nothing.
  Leaf empty = *leaf;
  empty.outcome_hash = Sha256({"x"});
  const std::string bytes = EncodeLeaf(empty);
  ExpectWrong(ProofOf(bytes, "x"), bytes, "no outcome");
}

}  // namespace
}  // namespace enishi
