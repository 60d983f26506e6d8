// The vectors of tests/vectors/instruction, and the specifications' examples. To write the vectors
// after the samples have changed, run this program with ENISHI_WRITE_VECTORS=1; released entries
// never change.

#include "tests/fixtures/vectors.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

#include "ledger/audit/replay.h"
#include "ledger/instruction/leaf.h"
#include "ledger/merkle/tree.h"
#include "tests/instruction/samples.h"

namespace enishi {
namespace {

using testing::Elements;
using testing::SampleTownLog;

std::filesystem::path VectorPath(const std::string& name) {
  return std::filesystem::path(ENISHI_SOURCE_DIR) / "tests/vectors/instruction" / name;
}

Json Vectors(const std::string& name) {
  auto json = ParseJson(testing::ReadFile(VectorPath(name)));
  CHECK(json.has_value());
  return *std::move(json);
}

Json KindVectors() {
  const auto& log = SampleTownLog();
  Json keys;
  for (const std::string& label : log.labels) {
    const PublicKey key = testing::KeyOf(label).public_key();
    keys.push_back(Json::object({{"label", label},
                                 {"seed", HexEncode(testing::SeedOf(label))},
                                 {"public_key", Base64Encode(AsView(key.bytes))},
                                 {"account", AccountId::FromKey(key).ToString()}}));
  }
  Json kinds;
  for (const testing::Sample& sample : log.samples) {
    Json signatures;
    for (size_t i = 0; i < sample.signers.size(); ++i) {
      const Signature& signature = sample.instruction.signatures[i].signature;
      signatures.push_back(Json::object(
          {{"by", sample.signers[i]}, {"signature", Base64Encode(AsView(signature.bytes))}}));
    }
    Json kind = Json::object({{"kind", sample.kind}});
    if (sample.index) kind["entry"] = *sample.index;
    kind["body"] = sample.instruction.body;
    kind["signatures"] = std::move(signatures);
    kinds.push_back(std::move(kind));
  }
  return Json::object({{"comment",
                        "One accepted instruction of every kind; entry is its index in "
                        "log.json. rules.activate is refused by version 1."},
                       {"keys", std::move(keys)},
                       {"instructions", std::move(kinds)}});
}

Json TotalsOf(const View& state) {
  const auto totals = Reconcile(state);
  CHECK(totals.has_value());
  Json currencies;
  for (const auto& [currency, sums] : totals->currencies) {
    CHECK(sums.has_value());
    currencies.push_back(Json::object({{"currency", currency.text},
                                       {"issued", sums->issued.minor()},
                                       {"outstanding", sums->outstanding.minor()},
                                       {"clearing", sums->clearing.minor()},
                                       {"redeemed", sums->redeemed.minor()},
                                       {"expired", sums->expired.minor()},
                                       {"withdrawn", sums->withdrawn.minor()}}));
  }
  return Json::object({{"currencies", std::move(currencies)}, {"accounts", totals->accounts}});
}

Json LogVectors() {
  const auto& log = SampleTownLog();
  Json entries;
  Frontier frontier;
  Replay replay;
  for (const testing::SampleEntry& entry : log.entries) {
    frontier.Append(LeafHash(entry.leaf));
    CHECK(!replay.Next(ReadAndVerify(entry.leaf)));
    entries.push_back(Json::object({{"leaf", HexEncode(entry.leaf)},
                                    {"leaf_hash", HexEncode(AsView(LeafHash(entry.leaf)))},
                                    {"outcome", HexEncode(entry.outcome)}}));
  }
  return Json::object(
      {{"comment", "A whole log under version 1 of the rules, from the genesis on."},
       {"root", HexEncode(AsView(frontier.Root()))},
       {"totals", TotalsOf(replay.state())},
       {"entries", std::move(entries)}});
}

TEST(InstructionVectors, AreThoseOfTheSamples) {
  const char* write = std::getenv("ENISHI_WRITE_VECTORS");
  if (write != nullptr && *write != '\0') {
    std::ofstream(VectorPath("kinds.json")) << Pretty(KindVectors());
    std::ofstream(VectorPath("log.json")) << Pretty(LogVectors());
  }
  EXPECT_PRED_FORMAT2(testing::SameBytes, testing::ReadFile(VectorPath("kinds.json")),
                      Pretty(KindVectors()));
  EXPECT_PRED_FORMAT2(testing::SameBytes, testing::ReadFile(VectorPath("log.json")),
                      Pretty(LogVectors()));
}

// From here on nothing comes from the samples: the files stand for themselves.

TEST(InstructionVectors, EveryKindIsSignedAgainFromItsSeeds) {
  const Json vectors = Vectors("kinds.json");
  std::map<std::string, Json> keys;
  for (const Json& key : Elements(vectors, "keys")) {
    keys[TextOf(key, "label")] = key;
    const SigningKey signer = testing::KeyOfSeed(key);
    EXPECT_PRED_FORMAT2(testing::SameBytes, Base64Encode(AsView(signer.public_key().bytes)),
                        TextOf(key, "public_key"));
    EXPECT_EQ(AccountId::FromKey(signer.public_key()).ToString(), TextOf(key, "account"));
  }
  for (const Json& vector : Elements(vectors, "instructions")) {
    const std::string body = TextOf(vector, "body");
    std::vector<SignedBy> signatures;
    for (const Json& signature : Elements(vector, "signatures")) {
      const SigningKey signer = testing::KeyOfSeed(keys.at(TextOf(signature, "by")));
      signatures.push_back({signer.public_key(), signer.Sign(Domain::kInstruction, body)});
      EXPECT_PRED_FORMAT2(testing::SameBytes,
                          Base64Encode(AsView(signatures.back().signature.bytes)),
                          TextOf(signature, "signature"));
    }
    const auto read = ReadBody(body, signatures);
    ASSERT_TRUE(read) << TextOf(vector, "kind");
    EXPECT_EQ(KindName(read->payload), TextOf(vector, "kind"));
    EXPECT_PRED_FORMAT2(testing::SameBytes, WriteBody(read->header, read->payload), body);
    EXPECT_FALSE(VerifySignatures(*read));
  }
}

// The golden log of version 1: whatever becomes of the rules, they replay it to the same bytes.
TEST(InstructionVectors, TheLogOfVersionOneIsReplayed) {
  const Json vectors = Vectors("log.json");
  Replay replay;
  std::vector<std::string> outcomes;
  replay.on_entry = [&](const EntryView& entry) {
    outcomes.push_back(EncodeOutcome(entry.outcome));
  };
  Frontier frontier;
  for (const Json& entry : Elements(vectors, "entries")) {
    const std::string leaf = testing::HexBytes(entry, "leaf");
    const std::string outcome = testing::HexBytes(entry, "outcome");
    EXPECT_PRED_FORMAT2(testing::SameBytes, AsView(LeafHash(leaf)),
                        testing::HexBytes(entry, "leaf_hash"));
    EXPECT_PRED_FORMAT2(testing::SameBytes, EncodeLeaf(*DecodeLeaf(leaf)), leaf);
    EXPECT_EQ(DecodeLeaf(leaf)->outcome_hash, Sha256({outcome}));
    EXPECT_PRED_FORMAT2(testing::SameBytes, EncodeOutcome(*DecodeOutcome(outcome)), outcome);
    frontier.Append(LeafHash(leaf));
    const auto fault = replay.Next(ReadAndVerify(leaf));
    ASSERT_FALSE(fault) << replay.size() << ": " << fault->why;
    EXPECT_PRED_FORMAT2(testing::SameBytes, outcomes.back(), outcome) << replay.size() - 1;
  }
  EXPECT_PRED_FORMAT2(testing::SameBytes, AsView(frontier.Root()),
                      testing::HexBytes(vectors, "root"));
  ASSERT_NE(Find(vectors, "totals"), nullptr);
  EXPECT_EQ(TotalsOf(replay.state()), *Find(vectors, "totals"));
}

// specs/instructions.md shows each of these bodies with its first signature.
TEST(InstructionVectors, TheSpecificationShowsThem) {
  const std::string specification = testing::Specification("instructions.md");
  const Json vectors = Vectors("kinds.json");
  for (const Json& vector : Elements(vectors, "instructions")) {
    const std::string section = "### " + TextOf(vector, "kind") + "\n";
    EXPECT_NE(specification.find(section), std::string::npos) << section;
    EXPECT_NE(specification.find("\n" + TextOf(vector, "body") + "\n"), std::string::npos)
        << TextOf(vector, "kind");
    for (const Json& signature : Elements(vector, "signatures")) {
      EXPECT_NE(specification.find(TextOf(signature, "by") + " " + TextOf(signature, "signature")),
                std::string::npos)
          << TextOf(vector, "kind") << " by " << TextOf(signature, "by");
    }
  }
}

// specs/leaf.md shows the payment's entry, and the outcome of a cancelled code.
TEST(InstructionVectors, TheSpecificationOfTheLeafShowsTwoEntries) {
  std::string specification = testing::Specification("leaf.md");
  std::erase_if(specification, [](char c) { return c == ' ' || c == '\n'; });
  const Json kinds = Vectors("kinds.json");
  const Json log = Vectors("log.json");
  int shown = 0;
  for (const Json& vector : Elements(kinds, "instructions")) {
    const std::string kind = TextOf(vector, "kind");
    if (kind != "payment.pay" && kind != "code.cancel") continue;
    const Json& entry =
        Elements(log, "entries").at(static_cast<size_t>(IntegerOf(vector, "entry")));
    EXPECT_NE(specification.find(TextOf(entry, "outcome")), std::string::npos) << kind;
    ++shown;
    if (kind == "code.cancel") continue;
    EXPECT_NE(specification.find(TextOf(entry, "leaf")), std::string::npos);
    EXPECT_NE(specification.find(TextOf(entry, "leaf_hash")), std::string::npos);
  }
  EXPECT_EQ(shown, 2);
}

TEST(InstructionVectors, TheSpecificationOfTheAuditShowsTheLog) {
  const std::string specification = testing::Specification("audit.md");
  const Json log = Vectors("log.json");
  EXPECT_NE(specification.find(TextOf(log, "root")), std::string::npos);
  EXPECT_NE(specification.find("\n" + Dump(*Find(log, "totals")) + "\n"), std::string::npos)
      << Dump(*Find(log, "totals"));
}

}  // namespace
}  // namespace enishi
