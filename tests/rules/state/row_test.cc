#include "ledger/rules/state/row.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "ledger/rules/state/row_codec.h"
#include "ledger/rules/state/rows.h"
#include "tests/fixtures/town.h"

namespace enishi::testing {
namespace {

// A row as it was, and as it is after it gained two fields.
struct OldRow {
  static constexpr char kTable = 'Z';
  static constexpr std::string_view kName = "old";
  struct Key {
    uint32_t number = 0;
    static constexpr auto Fields() { return std::tuple{Field{"number", &Key::number}}; }
  };
  Amount amount;
  bool flag = false;
  static constexpr auto Fields() {
    return std::tuple{Field{"amount", &OldRow::amount}, Field{"flag", &OldRow::flag}};
  }
};

struct GrownRow {
  static constexpr char kTable = 'Z';
  static constexpr std::string_view kName = "grown";
  using Key = OldRow::Key;
  static constexpr size_t kFirstFields = 2;
  Amount amount;
  bool flag = false;
  uint32_t limit = 7;  // a default need not be zero
  std::optional<Date> until;
  bool operator==(const GrownRow&) const = default;
  static constexpr auto Fields() {
    return std::tuple{Field{"amount", &GrownRow::amount}, Field{"flag", &GrownRow::flag},
                      Field{"limit", &GrownRow::limit}, Field{"until", &GrownRow::until}};
  }
};

std::optional<GrownRow> Grown(std::string_view bytes) {
  GrownRow row;
  if (!RowCodec<GrownRow>::GetRow(bytes, row)) return std::nullopt;
  return row;
}

TEST(GrownRows, DecodeWhatWasWrittenBefore) {
  for (const int64_t amount : {0, 1, 256}) {
    for (const bool flag : {false, true}) {
      const OldRow old{Town::Points(amount), flag};
      const auto grown = Grown(RowValue(old));
      ASSERT_TRUE(grown.has_value());
      EXPECT_EQ(*grown, (GrownRow{old.amount, old.flag, 7, std::nullopt}));
      EXPECT_EQ(RowValue(*grown), RowValue(old));
    }
  }
}

TEST(GrownRows, WriteNoTrailingDefault) {
  EXPECT_EQ(RowValue(GrownRow{}), std::string(9, '\0'));
  EXPECT_EQ(RowValue(GrownRow{Town::Points(1), false, 7, std::nullopt}).size(), 8U + 1);
  EXPECT_EQ(RowValue(GrownRow{Town::Points(0), false, 8, std::nullopt}).size(), 8U + 1 + 4);
  EXPECT_EQ(RowValue(GrownRow{Town::Points(0), false, 7, Date{1}}).size(), 8U + 1 + 4 + 1 + 4);
}

TEST(GrownRows, WithAnExplicitTrailingDefaultAreRefused) {
  const std::string flag = RowValue(GrownRow{Town::Points(1), true, 7, std::nullopt});
  const std::string seven{"\0\0\0\7", 4};
  EXPECT_TRUE(Grown(flag).has_value());
  EXPECT_FALSE(Grown(flag + seven).has_value());
  EXPECT_FALSE(Grown(flag + seven + std::string(1, '\0')).has_value());
  EXPECT_FALSE(Grown(std::string(8, '\0')).has_value()) << "a field that it began with is missing";
}

TEST(GrownRows, RoundTrip) {
  std::mt19937 random(1);
  for (int i = 0; i < 2'000; ++i) {
    GrownRow row{Town::Points(random() % 3), random() % 2 == 0, static_cast<uint32_t>(random() % 9),
                 std::nullopt};
    if (random() % 2 == 0) row.until = Date{static_cast<uint32_t>(random() % 2)};
    EXPECT_EQ(Grown(RowValue(row)), row);
  }
}

// Decodes and encodes again; nullopt if the bytes are not a row.
using Recode = std::optional<std::string> (*)(std::string_view bytes);
template <class R>
std::optional<std::string> RecodeAs(std::string_view bytes) {
  R row;
  if (!RowCodec<R>::GetRow(bytes, row)) return std::nullopt;
  return RowValue(row);
}
template <class... R>
std::map<char, Recode> Recoders(RowList<R...> /*all*/) {
  return {{R::kTable, &RecodeAs<R>}...};
}
template <class... R>
constexpr size_t CountOf(RowList<R...> /*all*/) {
  return sizeof...(R);
}

TEST(AllRows, HaveTablesOfTheirOwn) { EXPECT_EQ(Recoders(AllRows{}).size(), CountOf(AllRows{})); }

// One row has one encoding: bytes that decode at all are the bytes that the row is written as.
TEST(AllRows, OfATownRoundTripAndHaveOneEncoding) {
  Town town;
  town.Found();
  town.Furnish();
  town.OpenParticipant("hana");
  town.OpenShop("bakery");
  town.Announce("drill", 300);
  town.Do("hana", ParticipationClaim{town.Attendance("coordinator", "drill")});
  town.Charge("hana", 50);
  town.Do("bakery", PaymentCapture{town.Code("hana", 500), Town::Points(320), {}});
  const auto recoders = Recoders(AllRows{});
  std::mt19937 random(1);
  std::set<char> tables;
  town.state().Scan("", [&](std::string_view key, std::string_view value) {
    const Recode recode = recoders.at(key.front());
    tables.insert(key.front());
    EXPECT_EQ(recode(value), std::string(value)) << key.front();
    for (int i = 0; i < 200; ++i) {
      std::string bytes(value.substr(0, random() % (value.size() + 1)));
      if (random() % 2 == 0) bytes.append(random() % 5, static_cast<char>(random() % 3));
      if (!bytes.empty()) bytes[random() % bytes.size()] ^= static_cast<char>(random() % 3);
      const auto again = recode(bytes);
      EXPECT_EQ(again.value_or(bytes), bytes) << key.front();
    }
    return true;
  });
  EXPECT_EQ(tables.size(), CountOf(AllRows{}));
}

}  // namespace
}  // namespace enishi::testing
