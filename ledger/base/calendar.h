#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/base/result.h"

namespace enishi {

// Days, months and fiscal years are those of Asia/Tokyo: UTC+9, no summer time since 1951.

/// An instant: milliseconds since 1970-01-01T00:00:00Z, 0 to kMax (9999-12-31).
struct Timestamp {
  static constexpr uint64_t kMax = 253'402'300'799'999;
  uint64_t ms = 0;
  constexpr auto operator<=>(const Timestamp&) const = default;
};

constexpr uint64_t kSecondMs = 1000;
constexpr uint64_t kMinuteMs = 60 * kSecondMs;
constexpr uint64_t kHourMs = 60 * kMinuteMs;
constexpr uint64_t kDayMs = 24 * kHourMs;

/// A calendar day in Asia/Tokyo, 1970-01-01 to 9999-12-31, counted from 1970-01-01 (day 0).
struct Date {
  static constexpr uint32_t kMaxDay = 2'932'896;
  uint32_t day = 0;
  constexpr auto operator<=>(const Date&) const = default;

  /// The day in Tokyo that contains the instant.
  static Date Of(Timestamp at);
  /// Reads exactly "YYYY-MM-DD" with a day that exists.
  static Parsed<Date> Parse(std::string_view text);
  /// Refuses a day that does not exist.
  static Parsed<Date> FromCivil(int year, unsigned month, unsigned day_of_month);

  /// "YYYY-MM-DD".
  [[nodiscard]] std::string ToString() const;
  /// 00:00 in Tokyo on this day.
  [[nodiscard]] Timestamp Start() const;
  /// 00:00 in Tokyo on the day after: the first instant that is no longer this day.
  [[nodiscard]] Timestamp End() const;
  [[nodiscard]] Date PlusDays(int days) const;
  /// The same day some months later, clamped to the month's last day (31 January + 1 = 28 or 29
  /// February).
  [[nodiscard]] Date PlusMonths(int months) const;
  [[nodiscard]] Date FirstOfMonth() const;
  [[nodiscard]] Date LastOfMonth() const;
  /// The Monday on or before this day.
  [[nodiscard]] Date MondayOfWeek() const;
  /// The year in which the fiscal year containing this day began, on 1 April.
  [[nodiscard]] int FiscalYear() const;
  /// 1 April of FiscalYear().
  [[nodiscard]] Date FirstOfFiscalYear() const;
};

/// "YYYY-MM-DDThh:mm:ss.mmmZ".
std::string FormatUtc(Timestamp at);
/// "YYYY-MM-DD hh:mm:ss", as a clock on a wall in Japan shows it.
std::string FormatTokyo(Timestamp at);
/// Reads RFC 3339 with "Z" or an offset, with or without fractions of a second (kept to the
/// millisecond).
Parsed<Timestamp> ParseRfc3339(std::string_view text);

}  // namespace enishi
