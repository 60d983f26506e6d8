// A random byte changed anywhere in an exported folder is always detected, so every byte is
// checked. 2,000 changes, in eight parts that can run in parallel.

#include <gtest/gtest.h>

#include <random>

#include "tests/audit/export.h"
#include "tests/audit/history.h"

namespace enishi {
namespace {

constexpr int kChangesPerPart = 250;

// The entry whose leaf contains the byte at that offset of a bundle; the two bytes of its length
// belong to it.
uint64_t EntryAt(std::string_view bundle, size_t offset) {
  uint64_t entry = 0;
  for (size_t begin = 0;; ++entry) {
    ByteReader reader(bundle.substr(begin));
    uint16_t size = 0;
    CHECK(reader.Read(size));
    if (offset < begin + 2 + size) return entry;
    begin += 2U + size;
  }
}

class RandomDamage : public ::testing::TestWithParam<uint64_t> {};

TEST_P(RandomDamage, OfOneByteIsAlwaysDetected) {
  std::mt19937_64 random(GetParam());
  RecordProperty("seed", std::to_string(GetParam()));
  const testing::ExportFolder folder(testing::SharedHistory().leaves());
  testing::MemorySource source(folder);
  const auto good = source.files;
  size_t total = 0;
  for (const auto& [file, bytes] : good) total += bytes.size();
  AuditOptions options;
  options.verifier_key = testing::TownVerifier();
  ASSERT_TRUE(Audit(source, options).ok);

  for (int i = 0; i < kChangesPerPart; ++i) {
    // Every eighth change hits the head, which is small and would otherwise rarely be hit.
    size_t at = random() % (i % 8 == 0 ? good.at("checkpoint").size() : total);
    auto file = source.files.begin();
    for (; at >= file->second.size(); ++file) at -= file->second.size();
    char& byte = file->second[at];
    const char before = byte;
    byte = static_cast<char>(byte ^ static_cast<char>(1 + random() % 255));
    const AuditReport report = Audit(source, options);
    EXPECT_FALSE(report.ok) << "seed " << GetParam() << ": byte " << at << " of " << file->first;
    if (file->first.starts_with("tile/entries/")) {
      // The exact entry, or the first of the bundle if the bundle can no longer be split.
      const uint64_t first = file->first == "tile/entries/000"   ? 0U
                             : file->first == "tile/entries/001" ? 256U
                                                                 : 512U;
      const uint64_t entry = first + EntryAt(good.at(file->first), at);
      ASSERT_TRUE(report.bad_entry) << file->first << " " << at << report.problem;
      EXPECT_TRUE(*report.bad_entry == entry || *report.bad_entry == first)
          << file->first << " " << at << ": " << *report.bad_entry << " for " << entry;
    }
    byte = before;
  }
  EXPECT_TRUE(Audit(source, options).ok);
}

INSTANTIATE_TEST_SUITE_P(Parts, RandomDamage, ::testing::Range<uint64_t>(1, 9));

}  // namespace
}  // namespace enishi
