#include "ledger/base/calendar.h"

#include <gtest/gtest.h>

#include <vector>

#include "tests/fixtures/shared_folder.h"

namespace enishi {
namespace {

Date Day(std::string_view text) {
  const auto date = Date::Parse(text);
  CHECK(date.has_value());
  return *date;
}

Timestamp Instant(std::string_view text) {
  const auto at = ParseRfc3339(text);
  CHECK(at.has_value());
  return *at;
}

TEST(Calendar, ADayBeginsAtMidnightInTokyo) {
  EXPECT_EQ(Date::Of(Instant("2026-03-31T14:59:59.999Z")), Day("2026-03-31"));
  EXPECT_EQ(Date::Of(Instant("2026-03-31T15:00:00.000Z")), Day("2026-04-01"));
  EXPECT_EQ(Day("2026-04-01").Start(), Instant("2026-04-01T00:00:00+09:00"));
  EXPECT_EQ(Day("2026-04-01").End(), Instant("2026-04-02T00:00:00+09:00"));
  EXPECT_EQ(Date::Of(Timestamp{0}), Day("1970-01-01"));
}

TEST(Calendar, EveryDayIsBetweenItsStartAndItsEnd) {
  for (uint32_t day = 1; day <= Date::kMaxDay; day += 997) {
    const Date date{day};
    EXPECT_EQ(Date::Of(date.Start()), date);
    EXPECT_EQ(Date::Of({date.End().ms - 1}), date);
    EXPECT_EQ(Date::Of(date.End()), date.PlusDays(1));
    EXPECT_EQ(date.End().ms - date.Start().ms, kDayMs);
    EXPECT_EQ(Day(date.ToString()), date);
  }
}

TEST(Calendar, TheFirstDayBeginsAtTheFirstInstant) {
  EXPECT_EQ(Date{0}.Start().ms, 0U);
  EXPECT_EQ(Date{0}.End().ms, 15 * kHourMs);
}

TEST(Calendar, TheLastDayHasItsNumber) {
  EXPECT_EQ(Day("9999-12-31").day, Date::kMaxDay);
  EXPECT_EQ(FormatUtc({Timestamp::kMax}), "9999-12-31T23:59:59.999Z");
}

TEST(Calendar, OnlyDaysThatExistAreRead) {
  for (const char* text : {"2024-02-29", "2000-02-29", "2026-12-31", "1970-01-01", "9999-12-31"}) {
    const auto date = Date::Parse(text);
    ASSERT_TRUE(date) << text;
    EXPECT_EQ(date->ToString(), text);
  }
  for (const char* text :
       {"2026-02-29", "2100-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-01-00",
        "1969-12-31", "10000-01-01", "2026-1-1", "2026/01/01", "20260101", "", "2026-01-01 ",
        " 2026-01-01", "2026-01-0a", "-026-01-01", "+026-01-01", "２０２６-01-01"}) {
    EXPECT_FALSE(Date::Parse(text)) << text;
  }
  EXPECT_FALSE(Date::FromCivil(2026, 2, 30));
  EXPECT_FALSE(Date::FromCivil(-1, 1, 1));
  EXPECT_FALSE(Date::FromCivil(70000, 1, 1));
  EXPECT_FALSE(Date::FromCivil(2026, 256 + 1, 1));
  EXPECT_FALSE(Date::FromCivil(2026, 1, 256 + 1));
}

TEST(Calendar, MonthsClampToTheMonthsLastDay) {
  EXPECT_EQ(Day("2026-01-31").PlusMonths(1), Day("2026-02-28"));
  EXPECT_EQ(Day("2024-01-31").PlusMonths(1), Day("2024-02-29"));
  EXPECT_EQ(Day("2026-01-31").PlusMonths(2), Day("2026-03-31"));
  EXPECT_EQ(Day("2026-08-31").PlusMonths(6), Day("2027-02-28"));
  EXPECT_EQ(Day("2026-03-31").PlusMonths(-1), Day("2026-02-28"));
  EXPECT_EQ(Day("2026-11-22").PlusMonths(12), Day("2027-11-22"));
  EXPECT_EQ(Day("2024-02-29").PlusMonths(12), Day("2025-02-28"));
  EXPECT_EQ(Day("2026-11-22").PlusMonths(0), Day("2026-11-22"));
}

TEST(Calendar, MonthsBeginAndEndWhereTheyShould) {
  EXPECT_EQ(Day("2026-02-14").FirstOfMonth(), Day("2026-02-01"));
  EXPECT_EQ(Day("2026-02-14").LastOfMonth(), Day("2026-02-28"));
  EXPECT_EQ(Day("2024-02-14").LastOfMonth(), Day("2024-02-29"));
  EXPECT_EQ(Day("2026-12-31").LastOfMonth(), Day("2026-12-31"));
}

TEST(Calendar, WeeksBeginOnMonday) {
  // 2026-11-22 is a Sunday.
  EXPECT_EQ(Day("2026-11-22").MondayOfWeek(), Day("2026-11-16"));
  EXPECT_EQ(Day("2026-11-23").MondayOfWeek(), Day("2026-11-23"));
  EXPECT_EQ(Day("1970-01-05").MondayOfWeek(), Day("1970-01-05"));
  EXPECT_EQ(Day("1970-01-04").MondayOfWeek(), Day("1970-01-01"));
}

TEST(Calendar, FiscalYearsBeginOnTheFirstOfApril) {
  EXPECT_EQ(Day("2026-03-31").FiscalYear(), 2025);
  EXPECT_EQ(Day("2026-04-01").FiscalYear(), 2026);
  EXPECT_EQ(Day("2026-12-31").FiscalYear(), 2026);
  EXPECT_EQ(Day("2027-01-01").FiscalYear(), 2026);
  EXPECT_EQ(Day("2027-03-31").FirstOfFiscalYear(), Day("2026-04-01"));
  EXPECT_EQ(Day("2026-04-01").FirstOfFiscalYear(), Day("2026-04-01"));
  EXPECT_EQ(Day("1970-02-01").FirstOfFiscalYear(), Day("1970-01-01"));
  EXPECT_EQ(Date::Of(Instant("2026-03-31T15:00:00Z")).FiscalYear(), 2026);
}

TEST(Calendar, Rfc3339IsReadWithZoneAndFractions) {
  EXPECT_EQ(Instant("1970-01-01T00:00:00Z").ms, 0U);
  EXPECT_EQ(Instant("2026-04-01T09:00:00+09:00"), Instant("2026-04-01T00:00:00Z"));
  EXPECT_EQ(Instant("2026-04-01T00:00:00-03:30"), Instant("2026-04-01T03:30:00Z"));
  EXPECT_EQ(Instant("2026-04-01T00:00:00.5Z").ms % 1000, 500U);
  EXPECT_EQ(Instant("2026-04-01T00:00:00.123999Z").ms % 1000, 123U);
  EXPECT_EQ(Instant("2026-04-01T00:00:00.000Z").ms, 1'775'001'600'000U);
  EXPECT_EQ(Instant("9999-12-31T23:59:59.999Z").ms, Timestamp::kMax);
}

TEST(Calendar, WhatIsNotRfc3339IsRefused) {
  for (const char* text : {"",
                           "2026-04-01",
                           "2026-04-01T00:00:00",
                           "2026-04-01 00:00:00Z",
                           "2026-04-01T24:00:00Z",
                           "2026-04-01T00:60:00Z",
                           "2026-04-01T00:00:60Z",
                           "2026-04-01T00:00:00.Z",
                           "2026-04-01T00:00:00z",
                           "2026-04-01T00:00:00+0900",
                           "2026-04-01T00:00:00+09",
                           "2026-04-01T00:00:00+24:00",
                           "2026-04-01T00:00:00+09:60",
                           "2026-04-01T00:00:00Z ",
                           "2026-04-01T00:00:00 09:00",
                           "2026-02-30T00:00:00Z",
                           "2026-04-01T0:00:00Z0",
                           "1969-12-31T23:59:59Z",
                           "1970-01-01T00:00:00+09:00",
                           "9999-12-31T23:59:59-00:01",
                           "2026-04-01T00-00-00Z",
                           "2026-04-01T00:00:00.5",
                           "2026-04-01T00:00:00,5Z"}) {
    EXPECT_FALSE(ParseRfc3339(text)) << text;
  }
}

TEST(Calendar, InstantsComeBackFromTheirText) {
  for (uint64_t ms = 0; ms <= Timestamp::kMax; ms += 987'654'321'987) {
    EXPECT_EQ(Instant(FormatUtc({ms})).ms, ms);
  }
}

TEST(Calendar, EveryTruncationOfAnInstantIsRefused) {
  const std::string text = "2026-04-01T09:00:00.123+09:00";
  for (size_t size = 0; size < text.size(); ++size) {
    EXPECT_FALSE(ParseRfc3339(text.substr(0, size))) << size;
  }
}

TEST(Calendar, TokyoTimeIsShownForPeople) {
  EXPECT_EQ(FormatTokyo(Instant("2026-03-31T15:00:00Z")), "2026-04-01 00:00:00");
  EXPECT_EQ(FormatTokyo(Instant("2026-03-31T14:59:59Z")), "2026-03-31 23:59:59");
  EXPECT_EQ(FormatTokyo({0}), "1970-01-01 09:00:00");
  EXPECT_EQ(FormatUtc(Instant("2026-03-31T15:00:00.007+00:00")), "2026-03-31T15:00:00.007Z");
}

TEST(Calendar, PublishedHolidaysAreDaysThatExist) {
  ENISHI_NEEDS_SHARED("data/holidays/japanese-holidays.csv");
  std::ifstream file(testing::SharedFolder() / "data/holidays/japanese-holidays.csv");
  int read = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() < '0' || line.front() > '9') continue;
    const auto date = Date::Parse(line.substr(0, 10));
    ASSERT_EQ(date.has_value(), line >= "1970") << line;
    if (!date) continue;
    EXPECT_EQ(date->ToString(), line.substr(0, 10));
    ++read;
  }
  EXPECT_GT(read, 500);
}

}  // namespace
}  // namespace enishi
