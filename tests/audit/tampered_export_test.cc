// The files of an export are changed without a key, by a failing disk or by a stranger. Each kind
// of change is detected, and the entry is named if the change identifies it.

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/audit/export.h"
#include "tests/audit/history.h"
#include "tests/tools/exported_log.h"

namespace enishi {
namespace {

using testing::AuditFolder;
using testing::ExportFolder;
using testing::HeadOf;
using testing::kHistorySize;
using testing::LeafAt;
using testing::MemorySource;
using testing::SharedHistory;
using testing::Town;
using testing::TownVerifier;

using Leaves = std::vector<std::string>;

void FlipBit(std::string& bytes, size_t at) { bytes.at(at) = static_cast<char>(bytes[at] ^ 0x10); }

// Flips one of the 16 bits of the length at that place, the least significant first.
void FlipLengthBit(std::string& bundle, size_t at, size_t bit) {
  char& byte = bundle.at(at + (bit < 8 ? 1 : 0));
  byte = static_cast<char>(static_cast<uint8_t>(byte) ^ (1U << bit % 8));
}

// An export of the true log whose bundles have other leaves.
AuditReport AuditWithBundles(const Leaves& leaves) {
  static const ExportFolder true_log(SharedHistory().leaves());
  testing::MemorySource source(true_log);
  for (uint64_t first = 0; first < leaves.size(); first += kTileWidth) {
    const uint64_t end = std::min<uint64_t>(leaves.size(), first + kTileWidth);
    std::string bundle;
    for (uint64_t i = first; i < end; ++i) AppendToBundle(bundle, leaves[i]);
    source.files[BundlePath({first / kTileWidth, static_cast<uint32_t>(end - first)})] = bundle;
  }
  AuditOptions options;
  options.verifier_key = testing::TownVerifier();
  return Audit(source, options);
}

// The offset of each part of a leaf, by name.
std::vector<std::pair<std::string, size_t>> PartsOf(const Leaf& leaf) {
  const size_t body = 11;
  const size_t signatures = body + leaf.body.size();
  return {{"version", 0},
          {"committed_at, high", 1},
          {"committed_at, low", 8},
          {"body length", 10},
          {"body's first byte", body},
          {"ledger in the body", body + leaf.body.find("\"ledger\":\"") + 12},
          {"kind in the body", body + leaf.body.find("\"kind\":\"") + 9},
          {"body's last byte", signatures - 1},
          {"signature count", signatures},
          {"key", signatures + 1},
          {"key's last byte", signatures + 32},
          {"signature", signatures + 33},
          {"signature's last byte", signatures + 96},
          {"outcome hash", signatures + 1 + 96 * leaf.signatures.size()},
          {"outcome hash's last byte", signatures + 96 * leaf.signatures.size() + 32}};
}

TEST(TamperedExports, FlippedBitInAnyPartOfAnEntryIsDetectedAndNamed) {
  // The first and last entry of a full bundle, the first of the next, and the last of a partial
  // one.
  for (const uint64_t entry : {0U, 255U, 256U, 599U}) {
    const Leaf leaf = LeafAt(SharedHistory().leaves(), entry);
    for (const auto& [part, at] : PartsOf(leaf)) {
      Leaves leaves = SharedHistory().leaves();
      FlipBit(leaves[entry], at);
      const AuditReport report = AuditWithBundles(leaves);
      EXPECT_FALSE(report.ok) << entry << " " << part;
      EXPECT_EQ(report.bad_entry, entry) << part << ": " << report.problem;
      EXPECT_EQ(report.entries, entry) << part;
    }
  }
}

TEST(TamperedExports, SwappedEntriesAreDetectedAtTheFirst) {
  for (const auto& [one, other] : {std::pair{30U, 31U}, {200U, 500U}, {520U, 521U}}) {
    Leaves leaves = SharedHistory().leaves();
    std::swap(leaves[one], leaves[other]);
    const AuditReport report = AuditWithBundles(leaves);
    EXPECT_FALSE(report.ok);
    EXPECT_EQ(report.bad_entry, one) << report.problem;
  }
}

TEST(TamperedExports, RemovedEntryIsDetected) {
  Leaves leaves = SharedHistory().leaves();
  leaves.erase(leaves.begin() + 300);
  // The bundles are written as if complete, with the last entry twice.
  leaves.push_back(leaves.back());
  const AuditReport report = AuditWithBundles(leaves);
  EXPECT_FALSE(report.ok);
  EXPECT_EQ(report.bad_entry, 300U) << report.problem;
}

TEST(TamperedExports, DuplicatedEntryIsDetected) {
  Leaves leaves = SharedHistory().leaves();
  leaves.insert(leaves.begin() + 301, leaves[300]);
  leaves.pop_back();
  const AuditReport report = AuditWithBundles(leaves);
  EXPECT_FALSE(report.ok);
  EXPECT_EQ(report.bad_entry, 301U) << report.problem;
}

// Every bit of the length before every entry: the following entries are then read at wrong offsets,
// and still the entry after that length is named.
TEST(TamperedExports, FlippedBitInTheLengthOfAnEntryIsNamed) {
  Leaves leaves = SharedHistory().leaves();
  leaves.resize(30);
  MemorySource source{ExportFolder(leaves)};
  std::string& bundle = source.files["tile/entries/000.p/30"];
  AuditOptions options;
  options.verifier_key = TownVerifier();
  options.threads = 1;
  size_t at = 0;
  for (uint64_t entry = 0; entry < leaves.size(); ++entry) {
    for (size_t bit = 0; bit < 16; ++bit) {
      FlipLengthBit(bundle, at, bit);
      const AuditReport report = Audit(source, options);
      EXPECT_FALSE(report.ok) << entry << " bit " << bit;
      EXPECT_EQ(report.bad_entry, entry) << "bit " << bit << ": " << report.problem;
      EXPECT_EQ(report.entries, entry) << "bit " << bit;
      FlipLengthBit(bundle, at, bit);
    }
    at += 2 + leaves[entry].size();
  }
  ASSERT_EQ(at, bundle.size());
}

TEST(TamperedExports, FlippedBitInTheLengthOfAnEntryOfAFullBundleIsNamed) {
  const Leaves& leaves = SharedHistory().leaves();
  MemorySource source{ExportFolder(leaves)};
  std::string& bundle = source.files["tile/entries/001"];
  AuditOptions options;
  options.verifier_key = TownVerifier();
  size_t at = 0;
  for (uint64_t entry = 256; entry < 512; ++entry) {
    // Longer or shorter by one, by some, and by far too much.
    for (const size_t bit : {0U, 7U, 13U}) {
      if (entry % 25 != 6 && entry != 511) continue;
      FlipLengthBit(bundle, at, bit);
      const AuditReport report = Audit(source, options);
      EXPECT_EQ(report.bad_entry, entry) << "bit " << bit << ": " << report.problem;
      EXPECT_EQ(report.entries, entry);
      FlipLengthBit(bundle, at, bit);
    }
    at += 2 + leaves[entry].size();
  }
}

// A bundle with fewer or more entries than its name says is refused at its last entry.
TEST(TamperedExports, BundleOfAnotherSizeIsDetected) {
  const std::string path = "tile/entries/001";
  for (const int by : {-1, 1}) {
    const ExportFolder folder(SharedHistory().leaves());
    std::string bundle;
    for (uint64_t i = 256; i < static_cast<uint64_t>(512 + by); ++i) {
      AppendToBundle(bundle, SharedHistory().leaves()[i]);
    }
    folder.Write(path, bundle);
    const AuditReport report = AuditFolder(folder);
    EXPECT_FALSE(report.ok);
    EXPECT_EQ(report.bad_entry, 511U) << report.problem;
    EXPECT_EQ(report.entries, 511U);
    EXPECT_NE(report.problem.find(path), std::string::npos) << report.problem;
  }
}

TEST(TamperedExports, AppendedForgedEntryIsDetected) {
  Leaves leaves = SharedHistory().leaves();
  leaves.push_back(leaves.back());
  const ExportFolder folder(SharedHistory().leaves());
  // The head still says 600 entries; the bundle of 601 has another name and is not read.
  CHECK(WriteBundles(folder.path(), leaves).has_value());
  EXPECT_TRUE(AuditFolder(folder).ok);
  // Under the name that is read, it has one entry too many.
  folder.Write("tile/entries/002.p/88", folder.Read("tile/entries/002.p/89"));
  const AuditReport report = AuditFolder(folder);
  EXPECT_FALSE(report.ok);
  EXPECT_EQ(report.bad_entry, 599U) << report.problem;
}

TEST(TamperedExports, ChangedTileOfLevel0NamesTheEntry) {
  for (const auto& [path, first, hash] : {std::tuple{"tile/0/000", 0U, 0U},
                                          {"tile/0/000", 0U, 255U},
                                          {"tile/0/001", 256U, 100U},
                                          {"tile/0/002.p/88", 512U, 0U},
                                          {"tile/0/002.p/88", 512U, 87U}}) {
    const ExportFolder folder(SharedHistory().leaves());
    std::string tile = folder.Read(path);
    FlipBit(tile, hash * 32 + 5);
    folder.Write(path, tile);
    const AuditReport report = AuditFolder(folder);
    EXPECT_FALSE(report.ok) << path;
    EXPECT_EQ(report.bad_entry, first + hash) << report.problem;
    EXPECT_NE(report.problem.find(path), std::string::npos) << report.problem;
  }
}

TEST(TamperedExports, ChangedTileOfLevel1IsDetected) {
  const ExportFolder folder(SharedHistory().leaves());
  const std::string path = "tile/1/000.p/2";
  const std::string good = folder.Read(path);
  ASSERT_EQ(good.size(), 64U);
  for (const size_t at : {0U, 31U, 32U, 63U}) {
    std::string tile = good;
    FlipBit(tile, at);
    folder.Write(path, tile);
    const AuditReport report = AuditFolder(folder);
    EXPECT_FALSE(report.ok);
    EXPECT_FALSE(report.bad_entry);
    EXPECT_NE(report.problem.find(path), std::string::npos) << report.problem;
  }
}

TEST(TamperedExports, TileOfAnotherSizeIsDetected) {
  for (const char* path : {"tile/0/000", "tile/0/001", "tile/0/002.p/88", "tile/1/000.p/2"}) {
    for (const int by : {-32, -1, 1, 32}) {
      const ExportFolder folder(SharedHistory().leaves());
      std::string tile = folder.Read(path);
      tile.resize(static_cast<size_t>(static_cast<int>(tile.size()) + by));
      folder.Write(path, tile);
      const AuditReport report = AuditFolder(folder);
      EXPECT_FALSE(report.ok) << path << by;
      EXPECT_NE(report.problem.find(path), std::string::npos) << report.problem;
    }
  }
}

TEST(TamperedExports, EveryMissingFileIsDetected) {
  const std::vector<std::string> files = ExportFolder(SharedHistory().leaves()).Files();
  ASSERT_EQ(files.size(), 8U);  // checkpoint, three bundles, three tiles, a tile of level 1
  for (const std::string& file : files) {
    const ExportFolder folder(SharedHistory().leaves());
    folder.Remove(file);
    const AuditReport report = AuditFolder(folder);
    EXPECT_FALSE(report.ok) << file;
    EXPECT_NE(report.problem.find(file + " is missing"), std::string::npos) << report.problem;
    // A folder of the same name is not a file.
    std::filesystem::create_directories(folder.path() / file);
    EXPECT_FALSE(AuditFolder(folder).ok) << file;
  }
}

TEST(TamperedExports, EveryGarbageFileIsDetected) {
  const ExportFolder folder(SharedHistory().leaves());
  std::string noise;
  for (int i = 0; i < 100; ++i) noise += AsView(Sha256({std::to_string(i)}));
  for (const std::string& file : folder.Files()) {
    const std::string good = folder.Read(file);
    for (const std::string& garbage : {std::string(), std::string(1, '\0'), noise, good + good,
                                       std::string(good.size(), '\0'), "\n" + good}) {
      folder.Write(file, garbage);
      EXPECT_FALSE(AuditFolder(folder).ok) << file << " " << garbage.size();
    }
    folder.Write(file, good);
  }
  EXPECT_TRUE(AuditFolder(folder).ok);
}

TEST(TamperedExports, EmptyFolderIsNotALog) {
  const TemporaryFolder folder;
  FolderSource source(folder.path());
  const AuditReport report = Audit(source, {});
  EXPECT_FALSE(report.ok);
  EXPECT_NE(report.problem.find("checkpoint"), std::string::npos) << report.problem;
  FolderSource nowhere(folder.path() / "nowhere");
  EXPECT_FALSE(Audit(nowhere, {}).ok);
}

TEST(TamperedExports, EmptyLogIsInvalid) {
  const ExportFolder folder(Leaves{});
  const AuditReport report = AuditFolder(folder);
  EXPECT_FALSE(report.ok);
  EXPECT_NE(report.problem.find("genesis"), std::string::npos) << report.problem;
}

// --- The head ---------------------------------------------------------------------------------

class TamperedHeads : public ::testing::Test {
 protected:
  // Audits the true files under another head, with and without the log's key.
  void ExpectRefused(const std::string& head) {
    folder_.Write("checkpoint", head);
    EXPECT_FALSE(AuditFolder(folder_).ok) << head;
    FolderSource source(folder_.path());
    EXPECT_FALSE(Audit(source, {}).ok) << head;
  }

  Checkpoint Head(size_t size = kHistorySize) {
    return HeadOf(SharedHistory().leaves(), std::min(size, kHistorySize));
  }
  const SigningKey& LogKey() { return SharedHistory().town().Key("log"); }

  const ExportFolder folder_{SharedHistory().leaves()};
};

TEST_F(TamperedHeads, TrueHeadIsAccepted) {
  folder_.Write("checkpoint", SignCheckpoint(Head(), LogKey()));
  EXPECT_TRUE(AuditFolder(folder_).ok);
}

TEST_F(TamperedHeads, AnotherRootIsRefused) {
  Checkpoint head = Head();
  head.root[31] ^= 1;
  ExpectRefused(SignCheckpoint(head, LogKey()));
  ExpectRefused(SignCheckpoint(Checkpoint{head.origin, head.size, EmptyRoot()}, LogKey()));
}

TEST_F(TamperedHeads, AnotherOriginIsRefused) {
  Checkpoint head = Head();
  head.origin = *Origin::Parse("city.example/ledger");
  ExpectRefused(SignCheckpoint(head, LogKey()));
}

TEST_F(TamperedHeads, AnotherKeyIsRefused) {
  ExpectRefused(SignCheckpoint(Head(), SigningKey::Random()));
  ExpectRefused(SignCheckpoint(Head(), SharedHistory().town().Key("mayor")));
}

TEST_F(TamperedHeads, AMissingSignatureIsRefused) {
  const std::string text = EncodeCheckpoint(Head());
  ExpectRefused(text);
  ExpectRefused(text + "\n");
  const std::string other = SignCheckpoint(Head(), SigningKey::Random());
  ExpectRefused(text + other.substr(text.size()));
}

// The files of a shorter log are missing, because its partial tiles have other names. If they
// exist, as at 512 entries, only an earlier head shows the truncation.
TEST_F(TamperedHeads, AnotherSizeIsRefused) {
  for (const size_t size : {0U, 1U, 256U, 511U, 599U}) {
    ExpectRefused(SignCheckpoint(Head(size), LogKey()));
  }
  for (const uint64_t size : {uint64_t{601}, uint64_t{10'000}, kTreeSizeMax}) {
    Checkpoint head = Head();
    head.size = size;
    ExpectRefused(SignCheckpoint(head, LogKey()));
  }
}

TEST_F(TamperedHeads, EveryTruncationIsRefused) {
  const std::string head = SignCheckpoint(Head(), LogKey());
  for (size_t size = 0; size < head.size(); size += 3) {
    folder_.Write("checkpoint", head.substr(0, size));
    EXPECT_FALSE(AuditFolder(folder_).ok) << size;
  }
}

}  // namespace
}  // namespace enishi
