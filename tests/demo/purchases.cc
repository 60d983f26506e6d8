#include "tests/demo/purchases.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <unordered_map>

#include "wallet-cli/tables/list_reader.h"

namespace enishi {
namespace {

const std::vector<ColumnName>& PurchaseColumns() {
  static const std::vector<ColumnName> columns = {
      {"household_id", {}, true},
      {"store_id", {}, true},
      {"basket_id", {}, true},
      {"sales_value", {}, true},
      {"transaction_timestamp", {}, true},
  };
  return columns;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsId(std::string_view text) {
  constexpr size_t kMaxBytes = 24;
  return !text.empty() && text.size() <= kMaxBytes &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return IsDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
                  c == '.' || c == '+' || c == '-';
         });
}

constexpr Timestamp kTooLate{7'258'118'400'000};  // 2200-01-01T00:00:00Z

// "2017-01-28 19:06:53" means "2017-01-28T19:06:53Z".
Parsed<Timestamp> ReadTime(std::string_view cell) {
  constexpr size_t kZoneless = 19;
  std::string text(cell);
  if (text.size() > 10 && text[10] == ' ') text[10] = 'T';
  if (text.size() == kZoneless) text.push_back('Z');
  auto at = ParseRfc3339(text);
  // Leaves enough years to shift the days without leaving the calendar.
  if (at && *at >= kTooLate) return FormatError{"after the year 2199"};
  return at;
}

Result<Basket, LineProblem> ReadLine(const Columns& columns, const CsvRow& row) {
  const auto problem = [&](std::string_view why) {
    return LineProblem{row.line, std::string(why)};
  };
  Basket line;
  line.line = row.line;
  line.id = columns.Cell(row, "basket_id");
  line.household = columns.Cell(row, "household_id");
  line.store = columns.Cell(row, "store_id");
  if (!IsId(line.id)) return problem("no basket id");
  if (!IsId(line.household)) return problem("no household id");
  if (!IsId(line.store)) return problem("no store id");
  const auto cents = ReadCents(columns.Cell(row, "sales_value"));
  if (!cents) return problem("the sales value is not an amount in whole cents");
  line.cents = *cents;
  const auto at = ReadTime(columns.Cell(row, "transaction_timestamp"));
  if (!at) return problem("the timestamp is not a time");
  line.at = *at;
  return line;
}

// Adds lines to their baskets.
class Baskets {
 public:
  explicit Baskets(PurchaseList& list) : list_(list) {}

  void Add(Basket line) {
    const auto [found, fresh] = at_.emplace(line.id, list_.baskets.size());
    if (fresh) {
      list_.baskets.push_back(std::move(line));
      return;
    }
    Basket& basket = list_.baskets[found->second];
    if (line.household != basket.household || line.store != basket.store) {
      list_.notes.push_back({line.line, "another household or store than in line " +
                                            std::to_string(basket.line) +
                                            " of the same basket, which counts"});
    }
    basket.cents += line.cents;
  }

 private:
  PurchaseList& list_;
  std::unordered_map<std::string, size_t> at_;
};

void SortAndPartFree(PurchaseList& list) {
  const auto is_free = [](const Basket& basket) { return basket.cents == 0; };
  std::copy_if(list.baskets.begin(), list.baskets.end(), std::back_inserter(list.free_baskets),
               is_free);
  std::erase_if(list.baskets, is_free);
  std::sort(list.baskets.begin(), list.baskets.end(), [](const Basket& a, const Basket& b) {
    return a.at != b.at ? a.at < b.at : IdLess(a.id, b.id);
  });
}

}  // namespace

std::optional<int64_t> ReadCents(std::string_view text) {
  constexpr size_t kWholeDigitsMax = 8;
  const size_t dot = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, dot);
  std::string_view places = dot < text.size() ? text.substr(dot + 1) : std::string_view();
  const bool digits = std::all_of(whole.begin(), whole.end(), IsDigit) &&
                      std::all_of(places.begin(), places.end(), IsDigit);
  if (!digits || whole.empty() || whole.size() > kWholeDigitsMax ||
      (dot < text.size() && places.empty())) {
    return std::nullopt;
  }
  while (places.ends_with('0')) places.remove_suffix(1);
  if (places.size() > 2) return std::nullopt;
  int64_t cents = 0;
  for (const char digit : whole) cents = cents * 10 + (digit - '0');
  for (size_t i = 0; i < 2; ++i) cents = cents * 10 + (i < places.size() ? places[i] - '0' : 0);
  return cents;
}

bool IdLess(std::string_view a, std::string_view b) {
  const auto rank = [](std::string_view id) {
    const bool number = std::all_of(id.begin(), id.end(), IsDigit);
    std::string_view value = id;
    while (number && value.size() > 1 && value.front() == '0') value.remove_prefix(1);
    return std::tuple(!number, number ? value.size() : 0, value, id);
  };
  return rank(a) < rank(b);
}

Parsed<PurchaseList> ReadPurchases(std::string_view bytes) {
  auto reader = ListReader::Open(bytes, PurchaseColumns());
  if (!reader) return reader.error();
  PurchaseList list;
  Baskets baskets(list);
  while (const auto row = reader->Next()) {
    ++list.lines;
    const auto line = *row ? ReadLine(reader->columns(), **row) : row->error();
    if (line) {
      baskets.Add(*line);
    } else {
      list.problems.push_back(line.error());
    }
  }
  SortAndPartFree(list);
  return list;
}

}  // namespace enishi
