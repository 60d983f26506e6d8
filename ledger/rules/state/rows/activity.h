#pragma once

#include <optional>
#include <string_view>
#include <tuple>

#include "ledger/rules/state/row.h"

// Activities and who took part.

namespace enishi {

struct ActivityRow {
  static constexpr char kTable = 'v';
  static constexpr std::string_view kName = "activity";
  struct Key {
    Code activity;
    static constexpr auto Fields() { return std::tuple{Field{"activity", &Key::activity}}; }
  };
  Code programme;
  AccountId organiser;
  Timestamp starts_at;
  Timestamp ends_at;
  Amount award;
  std::optional<uint32_t> capacity;
  std::optional<Hash> details;
  static constexpr auto Fields() {
    return std::tuple{
        Field{"programme", &ActivityRow::programme}, Field{"organiser", &ActivityRow::organiser},
        Field{"starts_at", &ActivityRow::starts_at}, Field{"ends_at", &ActivityRow::ends_at},
        Field{"award", &ActivityRow::award},         Field{"capacity", &ActivityRow::capacity},
        Field{"details", &ActivityRow::details}};
  }
};

/// How many have taken part in an activity.
struct AttendanceRow {
  static constexpr char kTable = 'n';
  static constexpr std::string_view kName = "attendance";
  struct Key {
    Code activity;
    static constexpr auto Fields() { return std::tuple{Field{"activity", &Key::activity}}; }
  };
  uint32_t participants = 0;
  static constexpr auto Fields() {
    return std::tuple{Field{"participants", &AttendanceRow::participants}};
  }
};

/// One person's verified presence at one activity.
struct ParticipationRow {
  static constexpr char kTable = 'w';
  static constexpr std::string_view kName = "participation";
  struct Key {
    AccountId participant;
    Code activity;
    static constexpr auto Fields() {
      return std::tuple{Field{"participant", &Key::participant}, Field{"activity", &Key::activity}};
    }
  };
  bool by_code = false;  // else by the organiser's list
  Amount awarded;
  static constexpr auto Fields() {
    return std::tuple{Field{"by_code", &ParticipationRow::by_code},
                      Field{"awarded", &ParticipationRow::awarded}};
  }
};

}  // namespace enishi
