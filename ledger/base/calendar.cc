#include "ledger/base/calendar.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace enishi {
namespace {

constexpr uint64_t kTokyoOffsetMs = 9 * kHourMs;

std::chrono::year_month_day Civil(Date date) {
  return std::chrono::sys_days{std::chrono::days{date.day}};
}

Date FromCivilChecked(std::chrono::year_month_day civil) {
  CHECK(civil.ok());
  const auto days = std::chrono::sys_days{civil}.time_since_epoch().count();
  CHECK(days >= 0);
  return {static_cast<uint32_t>(days)};
}

// Reads exactly `digits` decimal digits at `at`; -1 when there are none.
int Digits(std::string_view text, size_t at, size_t digits) {
  if (at + digits > text.size()) return -1;
  int value = 0;
  for (size_t i = at; i < at + digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

}  // namespace

Date Date::Of(Timestamp at) { return {static_cast<uint32_t>((at.ms + kTokyoOffsetMs) / kDayMs)}; }

Parsed<Date> Date::FromCivil(int year, unsigned month, unsigned day_of_month) {
  // The types of <chrono> keep one byte of a month or day, so 257 would be January.
  if (month > 12 || day_of_month > 31) return FormatError{"no such day"};
  const std::chrono::year_month_day civil{std::chrono::year{year}, std::chrono::month{month},
                                          std::chrono::day{day_of_month}};
  if (year < 1970 || year > 9999 || !civil.ok()) return FormatError{"no such day"};
  return FromCivilChecked(civil);
}

Parsed<Date> Date::Parse(std::string_view text) {
  const int year = Digits(text, 0, 4);
  const int month = Digits(text, 5, 2);
  const int day = Digits(text, 8, 2);
  if (text.size() != 10 || text[4] != '-' || text[7] != '-' || year < 0 || month < 0 || day < 0) {
    return FormatError{"not a date of the form YYYY-MM-DD"};
  }
  return FromCivil(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
}

std::string Date::ToString() const {
  const auto civil = Civil(*this);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(civil.year()),
                     static_cast<unsigned>(civil.month()), static_cast<unsigned>(civil.day()));
}

Timestamp Date::Start() const {
  const uint64_t utc = day * kDayMs;
  return {utc < kTokyoOffsetMs ? 0 : utc - kTokyoOffsetMs};
}

Timestamp Date::End() const { return {(uint64_t{day} + 1) * kDayMs - kTokyoOffsetMs}; }

Date Date::PlusDays(int days) const {
  const int64_t sum = int64_t{day} + days;
  CHECK(sum >= 0 && sum <= INT32_MAX);
  return {static_cast<uint32_t>(sum)};
}

Date Date::PlusMonths(int months) const {
  const auto civil = Civil(*this);
  const auto month = civil.year() / civil.month() + std::chrono::months{months};
  const auto last = std::chrono::year_month_day{month / std::chrono::last};
  return FromCivilChecked(month / std::min(civil.day(), last.day()));
}

Date Date::FirstOfMonth() const {
  const auto civil = Civil(*this);
  return FromCivilChecked(civil.year() / civil.month() / 1);
}

Date Date::LastOfMonth() const {
  const auto civil = Civil(*this);
  return FromCivilChecked(
      std::chrono::year_month_day{civil.year() / civil.month() / std::chrono::last});
}

Date Date::MondayOfWeek() const {
  // 1970-01-01 was a Thursday, three days after a Monday; the first days clamp to day 0.
  const uint32_t since_monday = (day + 3) % 7;
  return {since_monday > day ? 0 : day - since_monday};
}

int Date::FiscalYear() const {
  const auto civil = Civil(*this);
  const int year = static_cast<int>(civil.year());
  return static_cast<unsigned>(civil.month()) >= 4 ? year : year - 1;
}

Date Date::FirstOfFiscalYear() const {
  const int year = FiscalYear();
  if (year < 1970) return {0};
  return FromCivilChecked(std::chrono::year{year} / 4 / 1);
}

std::string FormatUtc(Timestamp at) {
  const Date utc_day{static_cast<uint32_t>(at.ms / kDayMs)};
  const uint64_t ms = at.ms % kDayMs;
  return fmt::format("{}T{:02}:{:02}:{:02}.{:03}Z", utc_day.ToString(), ms / kHourMs,
                     ms / kMinuteMs % 60, ms / kSecondMs % 60, ms % kSecondMs);
}

std::string FormatTokyo(Timestamp at) {
  const uint64_t ms = (at.ms + kTokyoOffsetMs) % kDayMs;
  return fmt::format("{} {:02}:{:02}:{:02}", Date::Of(at).ToString(), ms / kHourMs,
                     ms / kMinuteMs % 60, ms / kSecondMs % 60);
}

Parsed<Timestamp> ParseRfc3339(std::string_view text) {
  const FormatError bad{"not an RFC 3339 time such as 2026-04-01T09:00:00+09:00"};
  if (text.size() < 20 || text[10] != 'T') return bad;
  const auto date = Date::Parse(text.substr(0, 10));
  const int hour = Digits(text, 11, 2);
  const int minute = Digits(text, 14, 2);
  const int second = Digits(text, 17, 2);
  if (!date || text[13] != ':' || text[16] != ':' || hour < 0 || hour > 23 || minute < 0 ||
      minute > 59 || second < 0 || second > 59) {
    return bad;
  }
  size_t at = 19;
  int64_t ms = 0;
  if (text[at] == '.') {
    int64_t unit = 100;
    const size_t first = ++at;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, unit /= 10) {
      ms += (text[at] - '0') * unit;
    }
    if (at == first) return bad;
  }
  int64_t offset_minutes = 0;
  const std::string_view zone = text.substr(at);
  if (zone != "Z") {
    const int zone_hour = Digits(zone, 1, 2);
    const int zone_minute = Digits(zone, 4, 2);
    if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':' || zone_hour < 0 ||
        zone_hour > 23 || zone_minute < 0 || zone_minute > 59) {
      return bad;
    }
    offset_minutes = (zone[0] == '+' ? 1 : -1) * (zone_hour * 60 + zone_minute);
  }
  const int64_t total = int64_t{date->day} * static_cast<int64_t>(kDayMs) +
                        ((int64_t{hour} * 60 + minute - offset_minutes) * 60 + second) * 1000 + ms;
  if (total < 0 || total > static_cast<int64_t>(Timestamp::kMax)) return bad;
  return Timestamp{static_cast<uint64_t>(total)};
}

}  // namespace enishi
