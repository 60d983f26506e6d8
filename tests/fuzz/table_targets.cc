#include <algorithm>
#include <string>
#include <vector>

#include "tests/demo/events.h"
#include "tests/demo/purchases.h"
#include "tests/fuzz/target.h"
#include "wallet-cli/tables/columns.h"
#include "wallet-cli/tables/csv.h"

namespace enishi::testing {
namespace {

std::string Quoted(std::string_view cell) {
  std::string quoted = "\"";
  for (const char byte : cell) quoted.append(byte == '"' ? 2 : 1, byte);
  return quoted + "\"";
}

std::string Line(const std::vector<std::string>& cells) {
  std::string line;
  for (const std::string& cell : cells) line += (line.empty() ? "" : ",") + Quoted(cell);
  return line + "\r\n";
}

// Checks that lines are counted from 1, and that each row or problem comes after the one before it.
void CheckAscending(const std::vector<LineProblem>& problems) {
  size_t last = 0;
  for (const LineProblem& problem : problems) {
    CHECK(problem.line > last && !problem.why.empty());
    last = problem.line;
  }
}

std::string TokyoTime(Timestamp at) { return FormatTokyo(at).substr(11, 5); }

// A row with the values of the event. Every whole minute has a form in a cell; midnight at the end
// of a day is that day's 24:00.
std::vector<std::string> CellsOf(const Event& event) {
  const Date first = Date::Of(event.starts_at);
  const Date last = Date::Of({event.ends_at.ms - 1});
  const bool at_midnight = last.End() == event.ends_at;
  return {event.title,
          event.description,
          event.place,
          event.category,
          first.ToString(),
          last.ToString(),
          TokyoTime(event.starts_at),
          at_midnight ? "24:00" : TokyoTime(event.ends_at),
          event.capacity ? std::to_string(*event.capacity) : ""};
}

bool IsSame(const Event& a, const Event& b) {
  return a.title == b.title && a.description == b.description && a.place == b.place &&
         a.category == b.category && a.starts_at == b.starts_at && a.ends_at == b.ends_at &&
         a.capacity == b.capacity;
}

// Lines of a basket with the same total; one line has at most the maximum.
std::string LinesOf(const Basket& basket) {
  constexpr int64_t kMost = 9'999'999'999;
  std::string lines;
  int64_t rest = basket.cents;
  do {
    const int64_t cents = std::min(rest, kMost);
    const std::string places = std::to_string(100 + cents % 100).substr(1);
    lines += Line({basket.id, basket.household, basket.store,
                   std::to_string(cents / 100) + "." + places, FormatUtc(basket.at)});
    rest -= cents;
  } while (rest > 0);
  return lines;
}

}  // namespace

// The first byte selects the limits, so that small files reach them.
void FuzzCsv(std::string_view input) {
  CsvLimits limits;
  if (!input.empty() && input.front() == '!') limits = {64, 4};
  CsvReader reader(input, limits);
  std::string written;
  std::vector<std::vector<std::string>> rows;
  size_t last = 0;
  while (const auto row = reader.Next()) {
    const size_t line = *row ? (*row)->line : row->error().line;
    CHECK(line > last);
    last = line;
    if (!*row) continue;
    CHECK(!(*row)->cells.empty() && (*row)->cells.size() <= limits.columns);
    rows.push_back((*row)->cells);
    written += Line(rows.back());
  }
  CHECK(last <= input.size() + 1);
  CsvReader again(written);
  for (const auto& cells : rows) {
    const auto row = again.Next();
    CHECK(row && *row && (*row)->cells == cells);
  }
  CHECK(!again.Next());
}

void FuzzEvents(std::string_view input) {
  const auto list = ReadEvents(input);
  if (!list) return;
  CheckAscending(list->problems);
  std::string written = Line({"event_name", "description", "place_name", "category", "start_date",
                              "end_date", "start_time", "end_time", "capacity"});
  for (const Event& event : list->events) {
    CHECK(!event.title.empty() && event.starts_at < event.ends_at && event.capacity != 0U);
    written += Line(CellsOf(event));
  }
  const auto again = ReadEvents(written);
  CHECK(again && again->problems.empty());
  CHECK(std::ranges::equal(again->events, list->events, IsSame));
}

void FuzzPurchases(std::string_view input) {
  const auto list = ReadPurchases(input);
  if (!list) return;
  CheckAscending(list->problems);
  CheckAscending(list->notes);
  CHECK(list->baskets.size() + list->free_baskets.size() + list->problems.size() +
            list->notes.size() <=
        list->lines);
  const auto comes_later = [](const Basket& a, const Basket& b) {
    return a.at != b.at ? a.at < b.at : IdLess(a.id, b.id);
  };
  CHECK(std::ranges::is_sorted(list->baskets, comes_later));
  std::string written =
      Line({"basket_id", "household_id", "store_id", "sales_value", "transaction_timestamp"});
  for (const auto* baskets : {&list->baskets, &list->free_baskets}) {
    for (const Basket& basket : *baskets) {
      CHECK((basket.cents > 0) == (baskets == &list->baskets));
      written += LinesOf(basket);
    }
  }
  const auto again = ReadPurchases(written);
  CHECK(again && again->problems.empty() && again->notes.empty());
  const auto is_same = [](const Basket& a, const Basket& b) {
    return a.id == b.id && a.household == b.household && a.store == b.store && a.at == b.at &&
           a.cents == b.cents;
  };
  CHECK(std::ranges::equal(again->baskets, list->baskets, is_same));
  CHECK(std::ranges::equal(again->free_baskets, list->free_baskets, is_same));
}

}  // namespace enishi::testing
