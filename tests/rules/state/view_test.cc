#include "ledger/rules/state/view.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "ledger/rules/state/rows.h"

namespace enishi::testing {
namespace {

// A view over a plain map that records reported damage.
class MapView : public View {
 public:
  [[nodiscard]] std::optional<std::string> Get(std::string_view key) const override {
    const auto at = rows.find(key);
    if (at == rows.end()) return std::nullopt;
    return at->second;
  }
  void Scan(std::string_view prefix, const Visit& visit) const override {
    for (const auto& [key, value] : rows) {
      if (key.starts_with(prefix) && !visit(key, value)) return;
    }
  }
  void NoteDamage(std::string_view key) const override { damaged.emplace_back(key); }

  std::map<std::string, std::string, std::less<>> rows;
  mutable std::vector<std::string> damaged;
};

using Rows = std::vector<std::pair<std::string, std::string>>;

// The rows of a scan, stopped after `most` of them.
Rows Scanned(const View& view, std::string_view prefix, size_t most = SIZE_MAX) {
  Rows rows;
  view.Scan(prefix, [&](std::string_view key, std::string_view value) {
    rows.emplace_back(key, value);
    return rows.size() < most;
  });
  return rows;
}

// Short keys over three letters, so that changes meet rows of the base.
std::string AnyKey(std::mt19937& random) {
  std::string key;
  const size_t size = random() % 4;
  for (size_t i = 0; i < size; ++i) key.push_back("abc"[random() % 3]);
  return key;
}

TEST(Overlay, IsTheNaiveMapWhateverIsChangedAndScanned) {
  for (uint32_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    MapView base;
    for (size_t i = random() % 20; i > 0; --i) base.rows[AnyKey(random)] = "base";
    MapView middle_expected;
    middle_expected.rows = base.rows;
    Overlay middle(base);
    Overlay top(static_cast<const View&>(middle));  // an overlay may lie on another
    MapView expected;
    const auto change = [&](Overlay& overlay, MapView& naive) {
      const std::string key = AnyKey(random);
      if (random() % 2 == 0) {
        const std::string value = std::to_string(random());
        overlay.Put(key, value);
        naive.rows[key] = value;
      } else {
        overlay.Erase(key);
        naive.rows.erase(key);
      }
    };
    for (int i = 0; i < 15; ++i) change(middle, middle_expected);
    expected.rows = middle_expected.rows;
    for (int i = 0; i < 15; ++i) change(top, expected);
    for (int i = 0; i < 30; ++i) {
      const std::string key = AnyKey(random);
      const size_t most = 1 + random() % 8;
      ASSERT_EQ(top.Get(key), expected.Get(key)) << key;
      ASSERT_EQ(Scanned(top, key), Scanned(expected, key)) << key;
      ASSERT_EQ(Scanned(top, key, most), Scanned(expected, key, most)) << key << " " << most;
    }
    ASSERT_EQ(Scanned(middle, ""), Scanned(middle_expected, ""));
  }
}

TEST(Overlay, ForgetsAChangeSoThatTheRowBelowShows) {
  MapView base;
  base.rows["a"] = "base";
  Overlay overlay(base);
  overlay.Put("a", "new");
  overlay.Erase("b");
  overlay.Forget("a");
  overlay.Forget("never there");
  EXPECT_EQ(overlay.Get("a"), "base");
  EXPECT_EQ(overlay.rows().size(), 1U);
  overlay.Clear();
  EXPECT_TRUE(overlay.rows().empty());
}

TEST(Rows, ThatDoNotDecodeAreNotedAsDamageAndReadAsMissing) {
  MapView base;
  const std::string key = RowKey<BudgetRow>({Code{"bosai"}});
  const std::string value = RowValue(BudgetRow{*Amount::From(5)});
  Overlay overlay(base);
  for (const std::string& bad : {std::string(), value.substr(1), value + "x", "\xff" + value}) {
    base.rows[key] = bad;
    base.damaged.clear();
    EXPECT_FALSE(Find<BudgetRow>(overlay, {Code{"bosai"}}).has_value());
    size_t seen = 0;
    ForEachRow<BudgetRow>(overlay, "", [&](const auto& /*key*/, const auto& /*row*/) {
      ++seen;
      return true;
    });
    EXPECT_EQ(seen, 0U);
    EXPECT_EQ(base.damaged, (std::vector{key, key}));
  }
  base.rows[key] = value;
  EXPECT_EQ(Find<BudgetRow>(overlay, {Code{"bosai"}})->used, *Amount::From(5));
}

TEST(Rows, ComeInTheOrderOfTheirDates) {
  MapView base;
  Overlay overlay(base);
  for (const uint32_t day : {70'000U, 1U, 256U, 255U, 65'536U}) {
    overlay.Put(RowKey<ExpiryRow>({Date{day}, AccountId()}), "");
  }
  std::vector<uint32_t> days;
  ForEachRow<ExpiryRow>(overlay, "", [&](const ExpiryRow::Key& key, const ExpiryRow& /*row*/) {
    days.push_back(key.expires_on.day);
    return days.size() < 4;
  });
  EXPECT_EQ(days, (std::vector{1U, 255U, 256U, 65'536U}));
}

}  // namespace
}  // namespace enishi::testing
