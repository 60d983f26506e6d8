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

/// One row of a city's event list, as far as an activity needs it. Organisers, contact persons and
/// telephone numbers are not even read: they are personal data.
struct Event {
  size_t line = 0;  // where the row begins in the file
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
  std::vector<LineProblem> problems;  // rows that were passed over, in the order of the file
};

/// Reads an event list in the columns of the national recommended data model or their English names
/// (event_name and start_date at least), in UTF-8 or Shift_JIS. Days are those of Tokyo.
///
/// Dates may be 2023-06-18, 2023/6/18, 2023年6月18日, or an ISO date-time, of which the date
/// counts; times 9:00, 09:00, 9:00:00 or 9時30分, both in full-width characters too. No start time
/// means from midnight, no end time until midnight, no end date the day of the start; an end time
/// equal to the start time says nothing and counts as none. An event must have a name and must not
/// end before it starts. Rows that break this are reported and passed over; blank rows are passed
/// over.
///
/// Refuses the file only when its encoding or its header cannot be read.
Parsed<EventList> ReadEvents(std::string_view bytes);

/// The day in such a cell.
Parsed<Date> ReadEventDate(std::string_view cell);
/// The minutes since midnight in such a cell, 0 to 24 * 60.
Parsed<uint32_t> ReadEventTime(std::string_view cell);

}  // namespace enishi
