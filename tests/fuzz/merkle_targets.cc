#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/merkle/checkpoint.h"
#include "ledger/merkle/lines.h"
#include "ledger/merkle/note.h"
#include "ledger/merkle/offline_proof.h"
#include "ledger/merkle/proof.h"
#include "ledger/merkle/tile.h"
#include "tests/fuzz/target.h"
#include "tests/merkle/naive_tree.h"

namespace enishi::testing {
namespace {

// The key of tests/vectors/merkle/checkpoint.json, so that the notes of the corpus verify.
const VerifierKey& LogKey() {
  static const VerifierKey key = *VerifierKey::Parse(
      "log.example.jp/enishi+58372b70+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4");
  return key;
}

void CheckCheckpoint(std::string_view text) {
  const auto checkpoint = ParseCheckpoint(text);
  if (checkpoint) CHECK(EncodeCheckpoint(*checkpoint) == text);
}

// Reads numbers and hashes for a claim about a tree of numbered leaves.
struct ClaimReader {
  ByteReader in;
  uint64_t Below(uint64_t count) {
    uint16_t number = 0;
    if (!in.Read(number)) number = 0;
    return number % count;
  }
  // The remaining bytes modify the correct proof: each pair is a position and a bit mask. A
  // position after the end removes or adds a hash.
  void Disturb(std::vector<Hash>& proof) {
    uint8_t hash = 0;
    uint8_t bits = 0;
    while (in.Read(hash) && in.Read(bits)) {
      if (hash < proof.size()) {
        proof[hash][bits % Hash{}.size()] ^= bits;
      } else if (hash % 2 == 0 && !proof.empty()) {
        proof.pop_back();
      } else {
        proof.push_back(NumberedLeaf(bits));
      }
    }
  }
};

constexpr uint64_t kLeavesMax = 70;

// A proof is accepted if and only if it is the correct one.
void CheckInclusion(ClaimReader& reader, const NaiveTree& tree) {
  const uint64_t size = 1 + reader.Below(kLeavesMax);
  const uint64_t index = reader.Below(size);
  const std::vector<Hash> right = tree.Path({index, size});
  std::vector<Hash> path = right;
  InclusionClaim claim{index, size, NumberedLeaf(index), tree.Root(size)};
  CHECK(VerifyInclusion(claim, path));
  reader.Disturb(path);
  CHECK(VerifyInclusion(claim, path) == (path == right));
}

void CheckConsistency(ClaimReader& reader, const NaiveTree& tree) {
  const uint64_t new_size = 1 + reader.Below(kLeavesMax);
  const uint64_t old_size = 1 + reader.Below(new_size);
  const std::vector<Hash> right = tree.Consistency({old_size, new_size});
  std::vector<Hash> proof = right;
  const ConsistencyClaim claim{old_size, tree.Root(old_size), new_size, tree.Root(new_size)};
  CHECK(VerifyConsistency(claim, proof));
  reader.Disturb(proof);
  CHECK(VerifyConsistency(claim, proof) == (proof == right));
}

// Any sizes and hashes: the check must return.
void CheckWildClaims(ByteReader in) {
  InclusionClaim inclusion;
  ConsistencyClaim consistency;
  std::vector<Hash> hashes;
  in.Read(inclusion.index);
  in.Read(inclusion.size);
  consistency = {inclusion.index, inclusion.root, inclusion.size, inclusion.root};
  for (Hash hash{}; in.Read(hash);) hashes.push_back(hash);
  const bool included = VerifyInclusion(inclusion, hashes);
  CHECK(!included || inclusion.index < inclusion.size);
  const bool consistent = VerifyConsistency(consistency, hashes);
  CHECK(!consistent || consistency.old_size <= consistency.new_size);
}

}  // namespace

void FuzzNote(std::string_view input) {
  CheckCheckpoint(input);
  const auto key = VerifierKey::Parse(input);
  if (key) CHECK(key->Encode() == input);
  const auto note = ParseNote(input);
  const auto opened = OpenCheckpoint(input, LogKey());
  if (!note) {
    CHECK(!opened && opened.error() == CheckpointRejection::kMalformedNote);
    return;
  }
  CHECK(EncodeNote(*note) == input);
  CheckCheckpoint(note->text);
  if (opened)
    CHECK(EncodeCheckpoint(*opened) == note->text && opened->origin.text == LogKey().name);
}

// The first byte selects: a proof's text, a modified proof, or a claim of any sizes.
void FuzzProof(std::string_view input) {
  const auto proof = ParseOfflineProof(input);
  if (proof) {
    CHECK(EncodeOfflineProof(*proof) == input);
    const auto believed = VerifyOfflineProof(*proof, NumberedLeaf(proof->index), LogKey());
    if (believed) CHECK(proof->index < believed->size);
    return;
  }
  if (input.empty()) return;
  static const NaiveTree& tree = *new NaiveTree(NumberedLeaves(kLeavesMax));
  ClaimReader reader{ByteReader(input.substr(1))};
  switch (input.front()) {
    case 'i':
      return CheckInclusion(reader, tree);
    case 'c':
      return CheckConsistency(reader, tree);
    default:
      return CheckWildClaims(reader.in);
  }
}

void FuzzTile(std::string_view input) {
  const auto tile = ParseTilePath(input);
  if (tile) {
    CHECK(TilePath(*tile) == input);
    CHECK(TileIsWithin(*tile, kTreeSizeMax) || tile->level > 0 ||
          tile->number >= kTreeSizeMax / 256);
  }
  const auto bundle_path = ParseBundlePath(input);
  if (bundle_path) CHECK(BundlePath(*bundle_path) == input);
  const auto readable = ReadableEntries(input);
  const auto entries = DecodeBundle(input);
  if (!entries) return;
  CHECK(!entries->empty() && entries->size() <= kTileWidth);
  CHECK(std::ranges::equal(*entries, readable));
  std::string again;
  for (const std::string_view entry : *entries) AppendToBundle(again, entry);
  CHECK(again == input);
}

}  // namespace enishi::testing
