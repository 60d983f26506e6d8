#include "ledger/merkle/tile.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "ledger/base/bytes.h"
#include "tests/fixtures/vectors.h"
#include "tests/merkle/naive_tree.h"

namespace enishi {
namespace {

using testing::CountOf;
using testing::MerkleVectors;
using testing::NumberedLeaves;
using testing::TileStore;

uint32_t SmallOf(const Json& row, std::string_view name) {
  return static_cast<uint32_t>(CountOf(row, name));
}

TEST(TilePath, AgreesWithTheVectors) {
  const Json vectors = MerkleVectors("tiles.json");
  for (const Json& row : *AsArray(*Find(vectors, "tile_paths"))) {
    const TileId tile{.level = SmallOf(row, "level"),
                      .number = CountOf(row, "number"),
                      .width = SmallOf(row, "width")};
    EXPECT_PRED_FORMAT2(testing::SameBytes, TilePath(tile), TextOf(row, "path"));
    const auto parsed = ParseTilePath(TextOf(row, "path"));
    ASSERT_TRUE(parsed) << TextOf(row, "path");
    EXPECT_EQ(*parsed, tile);
  }
  for (const Json& row : *AsArray(*Find(vectors, "bundle_paths"))) {
    const BundleId bundle{.number = CountOf(row, "number"), .width = SmallOf(row, "width")};
    EXPECT_PRED_FORMAT2(testing::SameBytes, BundlePath(bundle), TextOf(row, "path"));
    const auto parsed = ParseBundlePath(TextOf(row, "path"));
    ASSERT_TRUE(parsed) << TextOf(row, "path");
    EXPECT_EQ(*parsed, bundle);
  }
}

TEST(TilePath, HasOneTextOnly) {
  const Json vectors = MerkleVectors("tiles.json");
  for (const Json& path : *AsArray(*Find(vectors, "refused_tile_paths"))) {
    EXPECT_FALSE(ParseTilePath(*AsString(path))) << *AsString(path);
  }
  for (const Json& path : *AsArray(*Find(vectors, "refused_bundle_paths"))) {
    EXPECT_FALSE(ParseBundlePath(*AsString(path))) << *AsString(path);
  }
  EXPECT_FALSE(ParseTilePath("tile/0/" + std::string(100000, '0')));
}

TEST(TilePath, EveryTruncationAndBitFlipIsRefusedOrAnotherTile) {
  const TileId tile{.level = 1, .number = 1234067, .width = 112};
  const std::string path = TilePath(tile);
  for (size_t length = 0; length < path.size(); ++length) {
    const auto parsed = ParseTilePath(path.substr(0, length));
    EXPECT_FALSE(parsed && *parsed == tile);
  }
  for (size_t bit = 0; bit < path.size() * 8; ++bit) {
    std::string flipped = path;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
    const auto parsed = ParseTilePath(flipped);
    EXPECT_FALSE(parsed && *parsed == tile) << flipped;
  }
}

TEST(TileList, AgreesWithTheVectors) {
  const Json vectors = MerkleVectors("tiles.json");
  for (const Json& row : *AsArray(*Find(vectors, "sizes"))) {
    std::vector<LevelTiles> expected;
    for (const Json& level : *AsArray(*Find(row, "levels"))) {
      expected.push_back({.level = SmallOf(level, "level"),
                          .full = CountOf(level, "full"),
                          .partial_width = SmallOf(level, "partial_width")});
    }
    EXPECT_EQ(TilesOfSize(CountOf(row, "size")), expected) << CountOf(row, "size");
  }
}

TEST(TileList, OfSeventyThousandIsThatOfTheSpecification) {
  const std::vector<LevelTiles> expected = {{.level = 0, .full = 273, .partial_width = 112},
                                            {.level = 1, .full = 1, .partial_width = 17},
                                            {.level = 2, .full = 0, .partial_width = 1}};
  EXPECT_EQ(TilesOfSize(70000), expected);
}

TEST(TileList, ATileIsWithinATreeThatHasAllItsEntries) {
  EXPECT_TRUE(TileIsWithin({.level = 0, .number = 272, .width = 256}, 70000));
  EXPECT_TRUE(TileIsWithin({.level = 0, .number = 273, .width = 112}, 70000));
  EXPECT_TRUE(TileIsWithin({.level = 0, .number = 273, .width = 1}, 70000));
  EXPECT_FALSE(TileIsWithin({.level = 0, .number = 273, .width = 113}, 70000));
  EXPECT_FALSE(TileIsWithin({.level = 0, .number = 274, .width = 1}, 70000));
  EXPECT_TRUE(TileIsWithin({.level = 1, .number = 1, .width = 17}, 70000));
  EXPECT_FALSE(TileIsWithin({.level = 1, .number = 1, .width = 18}, 70000));
  EXPECT_TRUE(TileIsWithin({.level = 2, .number = 0, .width = 1}, 70000));
  EXPECT_FALSE(TileIsWithin({.level = 3, .number = 0, .width = 1}, 70000));
  EXPECT_FALSE(TileIsWithin({.level = 0, .number = 0, .width = 1}, 0));
  EXPECT_FALSE(TileIsWithin({.level = 0, .number = 0, .width = 0}, 70000));
  EXPECT_FALSE(TileIsWithin({.level = 0, .number = 0, .width = 257}, 70000));
  EXPECT_FALSE(TileIsWithin({.level = 8, .number = 0, .width = 1}, UINT64_MAX));
  EXPECT_FALSE(TileIsWithin({.level = 63, .number = 0, .width = 1}, UINT64_MAX));
  EXPECT_FALSE(TileIsWithin({.level = UINT32_MAX, .number = 0, .width = 1}, UINT64_MAX));
  EXPECT_FALSE(TileIsWithin({.level = 0, .number = UINT64_MAX, .width = 1}, UINT64_MAX));
  EXPECT_TRUE(TileIsWithin({.level = 7, .number = 0, .width = 127}, kTreeSizeMax));
}

TEST(Tiles, RowsAreThoseOfAnotherProgramHoweverTheLeavesCame) {
  const Json vectors = MerkleVectors("tiles.json");
  const auto leaves = NumberedLeaves(CountOf(vectors, "rows_of_size"));
  TileStore at_once;
  at_once.Append(leaves);
  EXPECT_EQ(at_once.reads(), 0);
  for (const Json& row : *AsArray(*Find(vectors, "rows"))) {
    const std::string hashes =
        at_once.Row({.level = SmallOf(row, "level"), .number = CountOf(row, "number")});
    EXPECT_EQ(hashes.size(), CountOf(row, "bytes"));
    const Hash hash = Sha256({hashes});
    EXPECT_PRED_FORMAT2(testing::SameBytes, AsView(hash), testing::HexBytes(row, "sha256"));
  }

  TileStore bit_by_bit;
  Frontier frontier;
  // Steps of 1, 2, 3, …: every width of the right edge is met as a beginning and as an end.
  for (size_t begin = 0, step = 1; begin < leaves.size(); begin += step, ++step) {
    const auto part = std::span(leaves).subspan(begin, std::min(step, leaves.size() - begin));
    bit_by_bit.Append(part);
    for (const Hash& leaf : part) frontier.Append(leaf);
    TileTree tree(bit_by_bit.Provider());
    ASSERT_EQ(*RootFrom(bit_by_bit.size(), tree), frontier.Root()) << begin;
  }
  EXPECT_EQ(bit_by_bit.rows(), at_once.rows());
}

TEST(Tiles, OnlyChangedRowsAreReturnedLowestLevelFirst) {
  const auto leaves = NumberedLeaves(70000);
  TileStore store;
  store.Append(std::span(leaves).first(69888));  // 273 whole tiles
  const auto rows = ExtendTiles(69888, std::span(leaves).subspan(69888, 1), store.Provider());
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->size(), 1U);
  EXPECT_EQ(rows->front().id, (TileRowId{.level = 0, .number = 273}));
  EXPECT_EQ(rows->front().hashes, std::string(AsView(leaves[69888])));
  EXPECT_TRUE(ExtendTiles(69888, {}, store.Provider())->empty());
}

TEST(Tiles, WhatACrashLeftBeyondTheOldSizeDoesNotMatter) {
  const auto leaves = NumberedLeaves(700);
  TileStore store;
  store.Append(std::span(leaves).first(300));
  TileStore other_future = store;
  other_future.Append(std::span(leaves).subspan(500, 200));
  const auto expected = ExtendTiles(300, std::span(leaves).subspan(300, 50), store.Provider());
  const auto rows = ExtendTiles(300, std::span(leaves).subspan(300, 50), other_future.Provider());
  ASSERT_TRUE(expected);
  ASSERT_TRUE(rows);
  EXPECT_EQ(*rows, *expected);
}

TEST(Tiles, RefuseRowsThatCannotBe) {
  const auto leaves = NumberedLeaves(1);
  for (const size_t bytes : {0, 31, 32, 33, 95, 97, 8193, 8224, 100000}) {
    const TileProvider provider = [bytes](TileRowId) { return std::string(bytes, 'x'); };
    EXPECT_FALSE(ExtendTiles(3, leaves, provider)) << bytes;
    TileTree tree(provider);
    EXPECT_FALSE(tree.NodeAt({.level = 1, .index = 1})) << bytes;
  }
  const TileProvider missing = [](TileRowId) -> Parsed<std::string> {
    return FormatError{"no such tile"};
  };
  EXPECT_EQ(ExtendTiles(3, leaves, missing).error().message, "no such tile");
  TileTree tree(missing);
  EXPECT_EQ(tree.NodeAt({.level = 0, .index = 0}).error().message, "no such tile");
}

TEST(Tiles, RefuseNodesThatNoTreeHas) {
  TileTree tree([](TileRowId) { return std::string(kTileBytesMax, 'x'); });
  EXPECT_TRUE(tree.NodeAt({.level = 0, .index = UINT64_MAX}));
  EXPECT_TRUE(tree.NodeAt({.level = 63, .index = 1}));
  EXPECT_FALSE(tree.NodeAt({.level = 63, .index = 2}));
  EXPECT_FALSE(tree.NodeAt({.level = 64, .index = 0}));
  EXPECT_FALSE(tree.NodeAt({.level = UINT32_MAX, .index = UINT64_MAX}));
}

TEST(Tiles, AProofReadsFewTiles) {
  TileStore store;
  store.Append(NumberedLeaves(70000));
  const int reads_before = store.reads();
  TileTree tree(store.Provider());
  ASSERT_TRUE(InclusionProof({.index = 12345, .size = 70000}, tree));
  // At most the leaf's own tile and the right edge of each of three levels.
  EXPECT_LE(store.reads() - reads_before, 6);
}

TEST(Bundle, AgreesWithTheVectors) {
  const Json vectors = MerkleVectors("tiles.json");
  const Json* bundle = Find(vectors, "bundle");
  std::string bytes;
  std::vector<std::string> entries;
  for (const Json& hex : *AsArray(*Find(*bundle, "entries_hex"))) {
    entries.push_back(*HexDecode(*AsString(hex)));
    AppendToBundle(bytes, entries.back());
  }
  EXPECT_PRED_FORMAT2(testing::SameBytes, bytes, testing::HexBytes(*bundle, "bundle_hex"));
  const auto decoded = DecodeBundle(bytes);
  ASSERT_TRUE(decoded);
  EXPECT_EQ(std::vector<std::string>(decoded->begin(), decoded->end()), entries);
  for (const Json& hex : *AsArray(*Find(vectors, "refused_bundles_hex"))) {
    EXPECT_FALSE(DecodeBundle(*HexDecode(*AsString(hex)))) << *AsString(hex);
  }
}

TEST(Bundle, TakesTheLongestEntryAndTheMostEntries) {
  std::string bytes;
  for (uint32_t i = 0; i < kTileWidth; ++i) {
    AppendToBundle(bytes, std::string(kBundleEntryBytesMax, 'x'));
  }
  const auto decoded = DecodeBundle(bytes);
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->size(), kTileWidth);
  AppendToBundle(bytes, "");
  EXPECT_FALSE(DecodeBundle(bytes));
}

TEST(Bundle, EveryTruncationIsRefusedOrShorter) {
  std::string bytes;
  for (const std::string_view entry : {"one", "", "three"}) AppendToBundle(bytes, entry);
  const auto whole = DecodeBundle(bytes);
  ASSERT_TRUE(whole);
  for (size_t length = 0; length < bytes.size(); ++length) {
    const auto cut = DecodeBundle(std::string_view(bytes).substr(0, length));
    EXPECT_TRUE(!cut || cut->size() < whole->size()) << length;
    const auto readable = ReadableEntries(std::string_view(bytes).substr(0, length));
    EXPECT_TRUE(std::equal(readable.begin(), readable.end(), whole->begin())) << length;
    EXPECT_EQ(readable.size(), length < 5 ? 0U : length < 7 ? 1U : 2U) << length;
  }
}

}  // namespace
}  // namespace enishi
