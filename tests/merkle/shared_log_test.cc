// Reproduces a small published log byte for byte: its tiles, bundles and signed checkpoints.

#include <gtest/gtest.h>

#include "ledger/merkle/checkpoint.h"
#include "ledger/merkle/proof.h"
#include "ledger/merkle/tile.h"
#include "tests/fixtures/shared_folder.h"
#include "tests/merkle/naive_tree.h"

namespace enishi {
namespace {

constexpr std::string_view kFolder = "vectors/tlog_tiles";

std::string LogFile(const std::string& relative) {
  return testing::ReadFile(testing::SharedFolder() / kFolder / relative);
}

// What follows the label on its line in the folder's SOURCE.txt.
std::string SourceLine(std::string_view label) {
  const std::string source = LogFile("SOURCE.txt");
  const size_t begin = source.find(label);
  CHECK(begin != std::string::npos);
  const size_t end = source.find('\n', begin);
  return source.substr(begin + label.size(), end - begin - label.size());
}

// The signing key stands as "PRIVATE+KEY+<name>+<id>+<base64 of 01 and the seed>".
SigningKey PublishedKey() {
  const std::string text = SourceLine("PRIVATE+KEY+");
  const size_t at = text.find('+', text.find('+') + 1);
  const auto bytes = Base64Decode(std::string_view(text).substr(at + 1));
  CHECK(bytes.has_value() && bytes->size() == 33);
  return SigningKey::FromSeed(*Seed::FromBytes(std::string_view(*bytes).substr(1)));
}

TEST(SharedLog, IsReproducedByteForByte) {
  ENISHI_NEEDS_SHARED(kFolder);
  const auto verifier = VerifierKey::Parse(SourceLine("verifier key: "));
  ASSERT_TRUE(verifier);
  const auto origin = Origin::Parse(verifier->name);
  ASSERT_TRUE(origin);
  const SigningKey key = PublishedKey();
  EXPECT_EQ(CheckpointVerifier(*origin, key.public_key()), *verifier);

  uint32_t size = 0;
  testing::TileStore store;
  Frontier frontier;
  std::string bundle;
  for (;; ++size) {
    const Checkpoint head{.origin = *origin, .size = size, .root = frontier.Root()};
    EXPECT_EQ(SignCheckpoint(head, key), LogFile("checkpoint." + std::to_string(size)));
    const auto opened = OpenCheckpoint(LogFile("checkpoint." + std::to_string(size)), *verifier);
    ASSERT_TRUE(opened) << size;
    EXPECT_EQ(*opened, head);
    if (size > 0) {
      EXPECT_EQ(store.Row({.level = 0, .number = 0}),
                LogFile(TilePath({.level = 0, .number = 0, .width = size})));
      EXPECT_EQ(bundle, LogFile(BundlePath({.number = 0, .width = size})));
    }
    const std::string next = LogFile(BundlePath({.number = 0, .width = size + 1}));
    if (next.empty()) break;
    const auto entries = DecodeBundle(next);
    ASSERT_TRUE(entries);
    ASSERT_EQ(entries->size(), size + 1);
    AppendToBundle(bundle, entries->back());
    const Hash leaf = LeafHash(entries->back());
    frontier.Append(leaf);
    store.Append({&leaf, 1});
  }
  EXPECT_GE(size, 7U);
}

TEST(SharedLog, EveryHeadContinuesEveryEarlierOne) {
  ENISHI_NEEDS_SHARED(kFolder);
  const auto verifier = VerifierKey::Parse(SourceLine("verifier key: "));
  ASSERT_TRUE(verifier);
  std::vector<Checkpoint> heads;
  for (;;) {
    const std::string note = LogFile("checkpoint." + std::to_string(heads.size()));
    if (note.empty()) break;
    const auto head = OpenCheckpoint(note, *verifier);
    ASSERT_TRUE(head);
    heads.push_back(*head);
  }
  ASSERT_GE(heads.size(), 8U);
  const uint32_t last = static_cast<uint32_t>(heads.size() - 1);
  TileTree tree([last](TileRowId id) -> Parsed<std::string> {
    return LogFile(TilePath({.level = id.level, .number = id.number, .width = last}));
  });
  for (const Checkpoint& newer : heads) {
    for (const Checkpoint& older : heads) {
      if (older.size > newer.size) continue;
      const auto proof = ConsistencyProof({.old_size = older.size, .new_size = newer.size}, tree);
      ASSERT_TRUE(proof);
      EXPECT_TRUE(VerifyConsistency({.old_size = older.size,
                                     .old_root = older.root,
                                     .new_size = newer.size,
                                     .new_root = newer.root},
                                    *proof))
          << older.size << " to " << newer.size;
    }
  }
}

}  // namespace
}  // namespace enishi
