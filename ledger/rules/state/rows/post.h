#pragma once

#include <optional>
#include <string_view>
#include <tuple>
#include <vector>

#include "ledger/instruction/kinds/post.h"
#include "ledger/rules/state/row.h"

// Posts and appointments.

namespace enishi {

struct PostRow {
  static constexpr char kTable = 'p';
  static constexpr std::string_view kName = "post";
  struct Key {
    Code post;
    static constexpr auto Fields() { return std::tuple{Field{"post", &Key::post}}; }
  };
  std::vector<Role> roles;
  static constexpr auto Fields() { return std::tuple{Field{"roles", &PostRow::roles}}; }
};

/// The latest appointment of an account to a post.
struct AppointmentRow {
  static constexpr char kTable = 'o';
  static constexpr std::string_view kName = "appointment";
  struct Key {
    AccountId holder;
    Code post;
    static constexpr auto Fields() {
      return std::tuple{Field{"holder", &Key::holder}, Field{"post", &Key::post}};
    }
  };
  Date from;
  Date until;
  std::optional<Timestamp> dismissed_at;
  static constexpr auto Fields() {
    return std::tuple{Field{"from", &AppointmentRow::from}, Field{"until", &AppointmentRow::until},
                      Field{"dismissed_at", &AppointmentRow::dismissed_at}};
  }
};

}  // namespace enishi
