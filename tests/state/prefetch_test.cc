#include "ledger/state/prefetch.h"

#include <gtest/gtest.h>

#include "tests/fixtures/memory_state.h"

namespace enishi {
namespace {

using Rows = std::vector<std::pair<std::string, std::string>>;

class ReadAheadTest : public ::testing::Test {
 protected:
  void Write(const std::string& key, const std::string& value, uint64_t applied_size) {
    const EmptyView nothing;
    Overlay rows(nothing);
    rows.Put(key, value);
    ASSERT_TRUE(state_.Write(rows.rows(), applied_size));
  }

  MemoryState state_;
  ReadAhead ahead_{state_};
};

TEST_F(ReadAheadTest, FindsTheRowsThatThereAre) {
  Write("a", "1", 7);
  Write("c", "3", 8);
  const RowsAhead ahead = ahead_.Read({"a", "b", "c"});
  EXPECT_EQ(ahead.rows, (Rows{{"a", "1"}, {"c", "3"}}));
  EXPECT_EQ(ahead.as_of, 8);
}

TEST_F(ReadAheadTest, LooksForARowThatWasReadLatelyNoSecondTime) {
  Write("a", "1", 1);
  EXPECT_EQ(ahead_.Read({"a"}).rows.size(), 1);
  EXPECT_EQ(ahead_.Read({"a"}).rows.size(), 0);
}

TEST_F(ReadAheadTest, SaysTheSizeThatTheRowsHadBeforeTheFirstLook) {
  Write("a", "1", 1);
  state_.on_look = [this](std::string_view) {
    state_.on_look = nullptr;
    Write("a", "2", 2);
  };
  const RowsAhead ahead = ahead_.Read({"a"});
  EXPECT_EQ(ahead.rows, (Rows{{"a", "2"}}));
  EXPECT_EQ(ahead.as_of, 1);
}

}  // namespace
}  // namespace enishi
