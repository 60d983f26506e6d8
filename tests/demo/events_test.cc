#include "tests/demo/events.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "tests/fixtures/shared_folder.h"

namespace enishi {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::ReadFile;
using testing::SharedFolder;

std::string Minutes(std::string_view cell) {
  const auto time = ReadEventTime(cell);
  return time ? std::to_string(*time) : "-";
}

std::string Day(std::string_view cell) {
  const auto date = ReadEventDate(cell);
  return date ? date->ToString() : "-";
}

EventList MustRead(std::string_view bytes) {
  auto list = ReadEvents(bytes);
  EXPECT_TRUE(list) << list.error().message;
  return *std::move(list);
}

std::string Period(const Event& event) {
  return FormatTokyo(event.starts_at) + " to " + FormatTokyo(event.ends_at);
}

TEST(Events, ReadsDatesInAllForms) {
  for (const char* cell : {"2023-06-18", "2023-06-18T00:00:00.000Z", "2023/6/18",
                           "２０２３／６／１８", "2023年6月18日", "2023-6-18", " 2023-06-18 "}) {
    EXPECT_EQ(Day(cell), "2023-06-18") << cell;
  }
  for (const char* cell : {"", "6/18", "2023-02-29", "2023-13-01", "2023-06-18x", "2023-06", "未定",
                           "20230618", "1023-06-18", "2023-06-123"}) {
    EXPECT_EQ(Day(cell), "-") << cell;
  }
}

TEST(Events, ReadsTimesInAllForms) {
  for (const char* cell : {"9:05", "09:05", "9：05", "０９：０５", "9:05:00", "9時5分"}) {
    EXPECT_EQ(Minutes(cell), "545") << cell;
  }
  EXPECT_EQ(Minutes("24:00"), "1440");
  EXPECT_EQ(Minutes("10時"), "600");
  for (const char* cell :
       {"", "9", "9:60", "24:01", "25:00", "9:05～", "9:05:99", "朝", "9:", ":5"}) {
    EXPECT_EQ(Minutes(cell), "-") << cell;
  }
}

TEST(Events, MissingTimesMeanTheWholeDay) {
  const EventList list = MustRead(
      "event_name,start_date,end_date,start_time,end_time\n"
      "a,2026-05-01,,,\n"
      "b,2026-05-01,2026-05-03,,\n"
      "c,2026-05-01,2026-05-01,11:00,\n"
      "d,2026-05-01,2026-05-01,,11:00\n"
      "e,2026-05-01,2026-05-01,9:00,9：00\n"
      "f,2026-05-01,2026-05-03,9:00,9:00\n");
  EXPECT_THAT(list.problems, IsEmpty());
  std::vector<std::string> periods;
  for (const Event& event : list.events) periods.push_back(Period(event));
  EXPECT_THAT(periods, ElementsAre("2026-05-01 00:00:00 to 2026-05-02 00:00:00",
                                   "2026-05-01 00:00:00 to 2026-05-04 00:00:00",
                                   "2026-05-01 11:00:00 to 2026-05-02 00:00:00",
                                   "2026-05-01 00:00:00 to 2026-05-01 11:00:00",
                                   "2026-05-01 09:00:00 to 2026-05-02 00:00:00",
                                   "2026-05-01 09:00:00 to 2026-05-03 09:00:00"));
}

TEST(Events, ReportsInvalidRowsByLineAndKeepsTheOthers) {
  const EventList list = MustRead(
      "開始日,unknown,イベント名,終了日,開始時間\r\n"
      "2026/5/1,x,\"first\nof two lines\",,\r\n"
      ",x,no date,,\r\n"
      "2026/5/2,x,,,\r\n"
      "2026/5/3,x,backwards,2026/5/2,\r\n"
      "2026/5/4,x,odd time,,noon\r\n"
      "2026/5/5,x,too many cells,,,,y\r\n"
      "2026/5/6,x,\"never closed,,\r\n"
      "\r\n"
      ",,,,\r\n"
      "2026/5/7,x,last\r\n");
  std::vector<size_t> lines;
  for (const LineProblem& problem : list.problems) lines.push_back(problem.line);
  EXPECT_THAT(lines, ElementsAre(4, 5, 6, 7, 8, 9));
  ASSERT_EQ(list.events.size(), 2U);
  EXPECT_EQ(list.events[0].title, "first\nof two lines");
  EXPECT_EQ(list.events[1].title, "last");
  EXPECT_EQ(list.events[1].line, 12U);
}

// A damaged byte in UTF-8 and in Shift_JIS (縁 is 89 8F there).
TEST(Events, ReportsARowWithInvalidEncodingAndKeepsTheOthers) {
  for (const char* bytes :
       {"event_name,start_date\n縁,2026-05-01\n縁\xFD,2026-05-02\n縁,2026-05-03\n",
        "event_name,start_date\n\x89\x8F,2026-05-01\n\x89\x8F\xFD,2026-05-02\n"
        "\x89\x8F,2026-05-03\n"}) {
    const EventList list = MustRead(bytes);
    ASSERT_EQ(list.events.size(), 2U);
    EXPECT_EQ(list.events[0].title, "縁");
    EXPECT_EQ(list.events[1].title, "縁");
    EXPECT_EQ(list.events[1].line, 4U);
    EXPECT_THAT(list.problems, ElementsAre(LineProblem{3, "bytes that are no text"}));
  }
  // A valid file may contain U+FFFD.
  EXPECT_EQ(MustRead("event_name,start_date\n\uFFFD,2026-05-01\n").events.size(), 1U);
}

TEST(Events, ReadsCapacityAsANumberOfPeople) {
  const EventList list = MustRead(
      "event_name,start_date,capacity\n"
      "a,2026-05-01,30\nb,2026-05-01,30名\nc,2026-05-01,４０人\nd,2026-05-01,なし\n"
      "e,2026-05-01,0\nf,2026-05-01,\ng,2026-05-01,先着30名\n");
  std::vector<std::optional<uint32_t>> capacities;
  for (const Event& event : list.events) capacities.push_back(event.capacity);
  const std::optional<uint32_t> none;
  EXPECT_THAT(capacities, ElementsAre(30U, 30U, 40U, none, none, none, none));
}

TEST(Events, RefusesAFileWithoutTheRequiredColumns) {
  EXPECT_FALSE(ReadEvents(""));
  EXPECT_FALSE(ReadEvents("title,when\nx,2026-05-01\n"));
  EXPECT_FALSE(ReadEvents("event_name\nx\n"));
  EXPECT_FALSE(ReadEvents("\x80\xFF"));
  EXPECT_FALSE(ReadEvents("\"event_name,start_date\nx,2026-05-01\n"));
}

TEST(Events, AcceptsAnyBytesWithoutCrashing) {
  std::mt19937_64 random(11);
  for (int round = 0; round < 5'000; ++round) {
    std::string bytes = "event_name,start_date,start_time,capacity\n";
    for (uint64_t size = random() % 80; size > 0; --size) {
      constexpr std::string_view kOften = "a,\"\n0123456789-/:2026";
      bytes.push_back(random() % 4 == 0 ? static_cast<char>(random() % 256)
                                        : kOften[random() % kOften.size()]);
    }
    const auto list = ReadEvents(bytes);
    if (!list) continue;
    for (const Event& event : list->events) ASSERT_LT(event.starts_at, event.ends_at);
  }
}

// Counted by reading the file: 128 rows. One of them (line 52 of the file; some cells have line
// breaks) ends on 2024-12-13 although it begins on 2025-01-27. Another says 9:00 to 9：00 and is
// kept.
TEST(Events, SharedListHasOneInvalidRow) {
  ENISHI_NEEDS_SHARED("data/takamatsu_events/events_sample.csv");
  const auto folder = SharedFolder() / "data" / "takamatsu_events";
  const EventList list = MustRead(ReadFile(folder / "events_sample.csv"));
  EXPECT_EQ(list.events.size(), 127U);
  ASSERT_EQ(list.problems.size(), 1U);
  EXPECT_EQ(list.problems[0], (LineProblem{52, "the event ends before it starts"}));
}

TEST(Events, ConvertedListHasNoInvalidRow) {
  ENISHI_NEEDS_SHARED("data/takamatsu_events/fixture_output.csv");
  const auto folder = SharedFolder() / "data" / "takamatsu_events";
  const EventList list = MustRead(ReadFile(folder / "fixture_output.csv"));
  EXPECT_THAT(list.problems, IsEmpty());
  ASSERT_EQ(list.events.size(), 17U);
  EXPECT_EQ(Period(list.events[0]), "2023-06-18 10:00:00 to 2023-06-18 15:00:00");
}

TEST(Events, JapaneseListEqualsTheEnglishList) {
  ENISHI_NEEDS_SHARED("data/takamatsu_events/events_sample_ja.csv");
  const auto folder = SharedFolder() / "data" / "takamatsu_events";
  const EventList english = MustRead(ReadFile(folder / "events_sample.csv"));
  const EventList japanese = MustRead(ReadFile(folder / "events_sample_ja.csv"));
  EXPECT_THAT(japanese.problems, IsEmpty());
  ASSERT_EQ(japanese.events.size(), 40U);
  const auto all_but_description = [](const Event& event) {
    return std::tuple(event.title, event.place, event.category, event.starts_at, event.ends_at);
  };
  std::multiset<std::tuple<std::string, std::string, std::string, Timestamp, Timestamp>> rows;
  for (const Event& event : english.events) rows.insert(all_but_description(event));
  for (const Event& event : japanese.events) {
    const auto found = rows.find(all_but_description(event));
    ASSERT_NE(found, rows.end()) << "line " << event.line << ": " << event.title;
    rows.erase(found);
  }
}

}  // namespace
}  // namespace enishi
