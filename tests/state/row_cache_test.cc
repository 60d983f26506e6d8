#include "ledger/state/row_cache.h"

#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <utility>
#include <vector>

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
  cache.Update(base.rows.rows(), 1);
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
      cache.Update(written.rows(), static_cast<uint64_t>(step));
    }
    ASSERT_EQ(cache.Get(key), base.rows.Get(key)) << step;
  }
  EXPECT_LT(base.asked, 20'000);
}

TEST(RowCache, TakesRowsThatWereLookedUpForIt) {
  CountingView base;
  RowCache cache(base, 1 << 20);
  cache.Take({.as_of = 0, .rows = {{"a", "1"}, {"b", "2"}}});
  EXPECT_EQ(cache.Get("a"), "1");
  EXPECT_EQ(cache.Get("b"), "2");
  EXPECT_EQ(base.asked, 0);
}

TEST(RowCache, TakesNoRowThatWasWrittenSinceItWasLookedUp) {
  CountingView base;
  base.rows.Put("a", "new");
  RowCache cache(base, 1 << 20);
  cache.Update(base.rows.rows(), 5);
  cache.Take({.as_of = 4, .rows = {{"a", "old"}}});
  EXPECT_EQ(cache.Get("a"), "new");
  EXPECT_EQ(base.asked, 1);
}

// As the deciding thread sees rows: through a batch that is on its way, which the database may have
// already and the cache not yet, while other threads look rows up and hand them over late.
TEST(RowCache, IsRightWhateverIsHandedOverHoweverLate) {
  const EmptyView nothing;
  CountingView base;
  RowCache cache(base, 4'000);
  Overlay expected(nothing);
  auto flying = std::make_unique<Overlay>(cache);
  uint64_t applied_size = 0;
  std::vector<RowsAhead> on_their_way;
  std::mt19937 random(11);
  const auto write = [&] {
    for (const auto& [key, value] : flying->rows()) {
      value ? base.rows.Put(key, *value) : base.rows.Erase(key);
    }
  };
  uint64_t size = 0;
  int taken = 0;
  for (int step = 0; step < 50'000; ++step) {
    const std::string key = "row " + std::to_string(random() % 60);
    switch (random() % 6) {
      case 0:
        if (applied_size == size) ++size;
        flying->Put(key, std::to_string(step));
        expected.Put(key, std::to_string(step));
        break;
      case 1:
        if (applied_size == size) ++size;
        flying->Erase(key);
        expected.Erase(key);
        break;
      case 2:
        write();
        applied_size = size;
        break;
      case 3:
        write();
        applied_size = size;
        cache.Update(flying->rows(), size);
        flying = std::make_unique<Overlay>(cache);
        break;
      case 4: {
        RowsAhead ahead{.as_of = applied_size, .rows = {}};
        if (auto value = base.rows.Get(key)) ahead.rows.emplace_back(key, *value);
        on_their_way.push_back(std::move(ahead));
        break;
      }
      default:
        if (on_their_way.empty()) break;
        std::swap(on_their_way[random() % on_their_way.size()], on_their_way.back());
        cache.Take(std::move(on_their_way.back()));
        on_their_way.pop_back();
        ++taken;
    }
    ASSERT_EQ(flying->Get(key), expected.Get(key)) << step;
  }
  EXPECT_GT(taken, 1'000);
}

}  // namespace
}  // namespace enishi
