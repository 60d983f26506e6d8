#include "tests/demo/events.h"

#include <charconv>
#include <utility>

#include "wallet-cli/tables/list_reader.h"

namespace enishi {
namespace {

constexpr uint32_t kDayMinutes = 24 * 60;
// Limits the length of a scenario when a year is mistyped.
constexpr uint32_t kYearMin = 2000;
constexpr uint32_t kYearMax = 2199;

const std::vector<ColumnName>& EventColumns() {
  static const std::vector<ColumnName> columns = {
      {"event_name", {"イベント名"}, true},
      {"start_date", {"開始日"}, true},
      {"end_date", {"終了日"}},
      {"start_time", {"開始時間", "開始時刻"}},
      {"end_time", {"終了時間", "終了時刻"}},
      {"description", {"説明"}},
      {"place_name", {"場所名称"}},
      {"category", {"カテゴリー", "カテゴリ"}},
      {"capacity", {"定員"}},
  };
  return columns;
}

// Removes a number of 1 to `digits_max` digits from the front of the text.
std::optional<uint32_t> TakeNumber(std::string_view& text, size_t digits_max) {
  size_t digits = 0;
  while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') ++digits;
  if (digits == 0 || digits > digits_max) return std::nullopt;
  uint32_t number = 0;
  std::from_chars(text.data(), text.data() + digits, number);
  text.remove_prefix(digits);
  return number;
}

bool TakeOneOf(std::string_view& text, std::initializer_list<std::string_view> separators) {
  for (const std::string_view separator : separators) {
    if (!text.starts_with(separator)) continue;
    text.remove_prefix(separator.size());
    return true;
  }
  return false;
}

// "30", "30名" and "30人" are a limit. Anything else, also an empty cell, means no limit.
std::optional<uint32_t> ReadCapacity(std::string_view cell) {
  const std::string narrow = NarrowWidth(cell);
  std::string_view rest = narrow;
  const auto number = TakeNumber(rest, 7);
  if (!number || *number == 0) return std::nullopt;
  TakeOneOf(rest, {"名", "人"});
  if (!TrimSpace(rest).empty()) return std::nullopt;
  return number;
}

Timestamp At(Date day, uint32_t minutes) { return Timestamp{day.Start().ms + minutes * kMinuteMs}; }

struct Cells {
  const Columns& columns;
  const CsvRow& row;
  std::string_view operator[](std::string_view name) const { return columns.Cell(row, name); }
};

// Fills in the times of the event. Returns a fault, or "" if there is none.
std::optional<std::string> ReadPeriod(const Cells& cells, Event& event) {
  if (cells["start_date"].empty()) return "no start date";
  const auto first = ReadEventDate(cells["start_date"]);
  if (!first) return "start date: " + first.error().message;
  const auto last = cells["end_date"].empty() ? first : ReadEventDate(cells["end_date"]);
  if (!last) return "end date: " + last.error().message;
  const auto from =
      cells["start_time"].empty() ? Parsed<uint32_t>(0) : ReadEventTime(cells["start_time"]);
  if (!from) return "start time: " + from.error().message;
  const auto until =
      cells["end_time"].empty() ? Parsed<uint32_t>(kDayMinutes) : ReadEventTime(cells["end_time"]);
  if (!until) return "end time: " + until.error().message;
  event.starts_at = At(*first, *from);
  event.ends_at = At(*last, *until);
  if (event.ends_at == event.starts_at) event.ends_at = last->End();
  if (event.ends_at <= event.starts_at) return "the event ends before it starts";
  return std::nullopt;
}

Result<Event, LineProblem> ReadEvent(const Columns& columns, const CsvRow& row) {
  const Cells cells{columns, row};
  const auto problem = [&](std::string why) { return LineProblem{row.line, std::move(why)}; };
  Event event;
  event.line = row.line;
  event.title = cells["event_name"];
  if (event.title.empty()) return problem("no event name");
  if (auto why = ReadPeriod(cells, event)) return problem(*std::move(why));
  event.description = cells["description"];
  event.place = cells["place_name"];
  event.category = cells["category"];
  event.capacity = ReadCapacity(cells["capacity"]);
  return event;
}

}  // namespace

Parsed<Date> ReadEventDate(std::string_view cell) {
  const FormatError unreadable{"not a date"};
  const std::string narrow = NarrowWidth(TrimSpace(cell));
  std::string_view text = narrow;
  const auto year = TakeNumber(text, 4);
  if (!year || !TakeOneOf(text, {"-", "/", ".", "年"})) return unreadable;
  const auto month = TakeNumber(text, 2);
  if (!month || !TakeOneOf(text, {"-", "/", ".", "月"})) return unreadable;
  const auto day = TakeNumber(text, 2);
  if (!day) return unreadable;
  TakeOneOf(text, {"日"});
  // An ISO date-time may continue with a time of day. The open data has midnight UTC there, which
  // is meaningless.
  if (!text.empty() && !TakeOneOf(text, {"T", " "})) return unreadable;
  if (*year < kYearMin || *year > kYearMax)
    return FormatError{"the year must be from 2000 to 2199"};
  auto date = Date::FromCivil(static_cast<int>(*year), *month, *day);
  if (!date) return FormatError{"no such day"};
  return date;
}

Parsed<uint32_t> ReadEventTime(std::string_view cell) {
  const FormatError unreadable{"not a time of day"};
  const std::string narrow = NarrowWidth(TrimSpace(cell));
  std::string_view text = narrow;
  const auto hour = TakeNumber(text, 2);
  if (!hour) return unreadable;
  uint32_t minute = 0;
  if (TakeOneOf(text, {"時"})) {
    if (!text.empty()) {
      const auto minutes = TakeNumber(text, 2);
      if (!minutes || !TakeOneOf(text, {"分"}) || !text.empty()) return unreadable;
      minute = *minutes;
    }
  } else {
    if (!TakeOneOf(text, {":"})) return unreadable;
    const auto minutes = TakeNumber(text, 2);
    if (!minutes) return unreadable;
    minute = *minutes;
    if (TakeOneOf(text, {":"}) && TakeNumber(text, 2).value_or(60) > 59) return unreadable;
    if (!text.empty()) return unreadable;
  }
  const uint32_t total = *hour * 60 + minute;
  if (minute > 59 || total > kDayMinutes) return FormatError{"no such time of day"};
  return total;
}

Parsed<EventList> ReadEvents(std::string_view bytes) {
  auto reader = ListReader::Open(bytes, EventColumns());
  if (!reader) return reader.error();
  EventList list;
  while (const auto row = reader->Next()) {
    const auto event = *row ? ReadEvent(reader->columns(), **row) : row->error();
    if (event) {
      list.events.push_back(*event);
    } else {
      list.problems.push_back(event.error());
    }
  }
  return list;
}

}  // namespace enishi
