#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/calendar.h"
#include "ledger/base/result.h"
#include "wallet-cli/tables/csv.h"

namespace enishi {

/// One row of a city's event list, reduced to what an activity needs. Columns with organisers,
/// contact persons and telephone numbers are not read, because they are personal data.
struct Event {
  size_t line = 0;  // first line of the row in the file
  std::string title;
  std::string description;
  std::string place;
  std::string category;
  Timestamp starts_at;
  Timestamp ends_at;                 // after starts_at
  std::optional<uint32_t> capacity;  // above zero
};

struct EventList {
  std::vector<Event> events;          // in the order of the file
  std::vector<LineProblem> problems;  // skipped rows, in the order of the file
};

/// Reads an event list whose columns are those of the national recommended data model or their
/// English names (at least event_name and start_date), in UTF-8 or Shift_JIS. Days are in
/// Asia/Tokyo.
///
/// Dates may be 2023-06-18, 2023/6/18, 2023年6月18日, or an ISO date-time whose time is ignored;
/// times 9:00, 09:00, 9:00:00 or 9時30分; both also in full-width characters. A missing start time
/// means midnight, a missing end time the end of the day, a missing end date the start date. An end
/// time equal to the start time counts as missing. An event must have a name and must not end
/// before it starts. Rows that break these rules are reported and skipped; blank rows are skipped.
///
/// Fails only if the encoding or the header cannot be read.
Parsed<EventList> ReadEvents(std::string_view bytes);

/// Parses the day in a cell.
Parsed<Date> ReadEventDate(std::string_view cell);
/// Parses a time of day in a cell: minutes since midnight, 0 to 24 * 60.
Parsed<uint32_t> ReadEventTime(std::string_view cell);

}  // namespace enishi
