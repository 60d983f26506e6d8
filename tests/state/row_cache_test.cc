#include "ledger/state/row_cache.h"

#include <gtest/gtest.h>

#include <random>

namespace enishi {
namespace {

// A view that counts how often it is asked.
class CountingView : public View {
 public:
  [[nodiscard]] std::optional<std::string> Get(std::string_view key) const override {
    ++asked;
    return rows.Get(key);
  }
  void Scan(std::string_view prefix, const Visit& visit) const override {
    rows.Scan(prefix, visit);
  }
  void NoteDamage(std::string_view /*key*/) const override { damaged = true; }

  EmptyView nothing;
  Overlay rows{nothing};
  mutable int asked = 0;
  mutable bool damaged = false;
};

TEST(RowCache, AsksOnlyOnceForARowThatIsThere) {
  CountingView base;
  base.rows.Put("a", "1");
  const RowCache cache(base, 1 << 20);
  EXPECT_EQ(cache.Get("a"), "1");
  EXPECT_EQ(cache.Get("a"), "1");
  EXPECT_EQ(base.asked, 1);
}

TEST(RowCache, RemembersThatARowIsMissingUntilItIsToldOfAWrite) {
  CountingView base;
  RowCache cache(base, 1 << 20);
  EXPECT_EQ(cache.Get("a"), std::nullopt);
  const int asked = base.asked;
  EXPECT_EQ(cache.Get("a"), std::nullopt);
  EXPECT_EQ(base.asked, asked);
  base.rows.Put("a", "1");
  cache.Update(base.rows.rows());
  EXPECT_EQ(cache.Get("a"), "1");
}

TEST(RowCache, RemembersTheLastMissingRowOnly) {
  CountingView base;
  const RowCache cache(base, 1 << 20);
  EXPECT_EQ(cache.Get("a"), std::nullopt);
  EXPECT_EQ(cache.Get("b"), std::nullopt);
  const int asked = base.asked;
  EXPECT_EQ(cache.Get("a"), std::nullopt);
  EXPECT_EQ(base.asked, asked + 1);
}

TEST(RowCache, PassesDamageAndScansOn) {
  CountingView base;
  base.rows.Put("a1", "1");
  const RowCache cache(base, 1 << 20);
  cache.NoteDamage("a1");
  EXPECT_TRUE(base.damaged);
  int seen = 0;
  cache.Scan("a", [&](std::string_view, std::string_view) { return ++seen < 5; });
  EXPECT_EQ(seen, 1);
}

TEST(RowCache, IsWhatItsBaseIsWhateverIsWrittenAndForgotten) {
  CountingView base;
  // So little room that rows leave it all the time.
  RowCache cache(base, 2'000);
  std::mt19937 random(7);
  for (int step = 0; step < 20'000; ++step) {
    const std::string key = "row " + std::to_string(random() % 40);
    if (random() % 3 == 0) {
      EmptyView nothing;
      Overlay written(nothing);
      if (random() % 4 == 0) {
        written.Erase(key);
        base.rows.Erase(key);
      } else {
        written.Put(key, std::to_string(step));
        base.rows.Put(key, std::to_string(step));
      }
      cache.Update(written.rows());
    }
    ASSERT_EQ(cache.Get(key), base.rows.Get(key)) << step;
  }
  EXPECT_LT(base.asked, 20'000);
}

}  // namespace
}  // namespace enishi
