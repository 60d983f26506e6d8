#include "ledger/log/entry_row.h"

#include <gtest/gtest.h>

namespace enishi {
namespace {

StoredEntry Example() {
  return {.leaf = "a leaf", .outcome = std::string("\x00\xff!", 3), .links = {0, 7, UINT64_MAX}};
}

TEST(EntryRow, ReadsBackWhatItWrites) {
  const auto read = DecodeEntryRow(EncodeEntryRow(Example()));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->leaf, Example().leaf);
  EXPECT_EQ(read->outcome, Example().outcome);
  EXPECT_EQ(read->links, Example().links);
}

TEST(EntryRow, HasTheDocumentedBytes) {
  EXPECT_EQ(EncodeEntryRow({.leaf = "L", .outcome = "OO", .links = {258}}),
            std::string("\0\0\0\x01L\0\0\0\x02OO\0\x01\0\0\0\0\0\0\x01\x02", 21));
}

TEST(EntryRow, RefusesEveryTruncation) {
  const std::string row = EncodeEntryRow(Example());
  for (size_t size = 0; size < row.size(); ++size) {
    EXPECT_FALSE(DecodeEntryRow(std::string_view(row).substr(0, size))) << size;
  }
}

TEST(EntryRow, RefusesBytesLeftOver) {
  EXPECT_FALSE(DecodeEntryRow(EncodeEntryRow(Example()) + "x"));
}

// Cut to what the count can say it would lose links, and a holding's history with them.
TEST(EntryRow, HoldsAsManyLinksAsItsCountCanSay) {
  StoredEntry entry = Example();
  entry.links.assign(UINT16_MAX, 7);
  EXPECT_EQ(DecodeEntryRow(EncodeEntryRow(entry))->links, entry.links);
  entry.links.push_back(7);
  EXPECT_DEATH(EncodeEntryRow(entry), "CHECK failed");
}

TEST(EntryRow, KeysLieInTheLogsOrder) {
  EXPECT_LT(EntryRowKey(255), EntryRowKey(256));
  EXPECT_EQ(ReadEntryRowKey(EntryRowKey(0x0102030405060708)), 0x0102030405060708U);
  EXPECT_FALSE(ReadEntryRowKey(""));
  EXPECT_FALSE(ReadEntryRowKey("mhead"));
  EXPECT_FALSE(ReadEntryRowKey(EntryRowKey(1) + "x"));
  EXPECT_FALSE(ReadEntryRowKey(EntryRowKey(1).substr(0, 8)));
}

}  // namespace
}  // namespace enishi
