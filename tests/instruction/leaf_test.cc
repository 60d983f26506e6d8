#include "ledger/instruction/leaf.h"

#include <gtest/gtest.h>

#include "ledger/merkle/tree.h"
#include "tests/instruction/samples.h"

namespace enishi {
namespace {

using testing::SampleTownLog;

template <size_t N>
std::array<uint8_t, N> Filled(uint8_t byte) {
  std::array<uint8_t, N> bytes{};
  bytes.fill(byte);
  return bytes;
}

Leaf SmallLeaf() {
  Leaf leaf;
  leaf.committed_at = {0x0102030405};
  leaf.body = "{}";
  leaf.signatures = {{{Filled<32>(0xAA)}, {Filled<64>(0xBB)}},
                     {{Filled<32>(0xCC)}, {Filled<64>(0xDD)}}};
  leaf.outcome_hash = Filled<32>(0xEE);
  return leaf;
}

std::string Repeated(std::string_view hex, size_t times) {
  std::string text;
  for (size_t i = 0; i < times; ++i) text += hex;
  return text;
}

TEST(Leaves, HaveTheseBytes) {
  EXPECT_EQ(HexEncode(EncodeLeaf(SmallLeaf())),
            "01"                // version
            "0000000102030405"  // committed_at
            "0002"
            "7b7d"  // body
            "02" +
                Repeated("aa", 32) + Repeated("bb", 64) + Repeated("cc", 32) + Repeated("dd", 64) +
                Repeated("ee", 32));
}

TEST(Leaves, ComeBack) {
  EXPECT_EQ(*DecodeLeaf(EncodeLeaf(SmallLeaf())), SmallLeaf());
  for (const auto& entry : SampleTownLog().entries) {
    const auto leaf = DecodeLeaf(entry.leaf);
    ASSERT_TRUE(leaf);
    EXPECT_EQ(EncodeLeaf(*leaf), entry.leaf);
    EXPECT_EQ(leaf->outcome_hash, Sha256({entry.outcome}));
  }
}

TEST(Leaves, EveryTruncationAndAnyByteMoreIsRefused) {
  const auto& entries = SampleTownLog().entries;
  for (const std::string& leaf :
       {EncodeLeaf(SmallLeaf()), entries.front().leaf, entries.back().leaf}) {
    for (size_t size = 0; size < leaf.size(); ++size) {
      EXPECT_FALSE(DecodeLeaf(std::string_view(leaf).substr(0, size))) << size;
    }
    for (int byte = 0; byte < 256; ++byte) {
      EXPECT_FALSE(DecodeLeaf(leaf + static_cast<char>(byte))) << byte;
    }
  }
}

TEST(Leaves, EveryFlippedBitIsRefusedOrAnotherLeaf) {
  const auto& entries = SampleTownLog().entries;
  for (const std::string& bytes : {EncodeLeaf(SmallLeaf()), entries.front().leaf}) {
    const Leaf original = *DecodeLeaf(bytes);
    for (size_t bit = 0; bit < bytes.size() * 8; ++bit) {
      std::string flipped = bytes;
      flipped[bit / 8] =
          static_cast<char>(static_cast<uint8_t>(flipped[bit / 8]) ^ (1U << (bit % 8)));
      EXPECT_NE(LeafHash(flipped), LeafHash(bytes));
      const auto leaf = DecodeLeaf(flipped);
      if (!leaf) continue;
      EXPECT_FALSE(*leaf == original) << bit;
      EXPECT_EQ(EncodeLeaf(*leaf), flipped) << bit;
    }
  }
}

TEST(Leaves, LimitsAreChecked) {
  std::string other_version = EncodeLeaf(SmallLeaf());
  for (const int version : {0, 2, 255}) {
    other_version[0] = static_cast<char>(version);
    EXPECT_FALSE(DecodeLeaf(other_version)) << version;
  }
  Leaf late = SmallLeaf();
  late.committed_at = {Timestamp::kMax};
  EXPECT_TRUE(DecodeLeaf(EncodeLeaf(late)));
  ++late.committed_at.ms;
  EXPECT_FALSE(DecodeLeaf(EncodeLeaf(late)));

  Leaf largest = SmallLeaf();
  largest.body.assign(kBodyBytesMax, ' ');
  largest.signatures.resize(kSignaturesMax);
  const std::string bytes = EncodeLeaf(largest);
  EXPECT_LE(bytes.size(), kLeafBytesMax);
  EXPECT_TRUE(DecodeLeaf(bytes));
}

// What EncodeLeaf refuses to write, DecodeLeaf refuses to read.
TEST(Leaves, LongerBodiesAndMoreSignaturesAreRefused) {
  std::string bytes("\x01\0\0\0\0\0\0\0\0", 9);
  PutInteger(bytes, static_cast<uint16_t>(kBodyBytesMax + 1));
  bytes.append(kBodyBytesMax + 1, ' ');
  bytes.push_back('\0');
  bytes.append(32, '\0');
  EXPECT_FALSE(DecodeLeaf(bytes));

  std::string many("\x01\0\0\0\0\0\0\0\0\0\0", 11);
  many.push_back(static_cast<char>(kSignaturesMax + 1));
  many.append((kSignaturesMax + 1) * 96 + 32, '\0');
  EXPECT_FALSE(DecodeLeaf(many));
}

TEST(LeavesDeathTest, WhatPassesALimitIsNeverWritten) {
  Leaf long_body = SmallLeaf();
  long_body.body.assign(kBodyBytesMax + 1, ' ');
  EXPECT_DEATH(EncodeLeaf(long_body), "CHECK failed");
  Leaf many = SmallLeaf();
  many.signatures.resize(kSignaturesMax + 1);
  EXPECT_DEATH(EncodeLeaf(many), "CHECK failed");
}

}  // namespace
}  // namespace enishi
