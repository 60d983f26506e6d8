#pragma once

#include <optional>
#include <string_view>
#include <tuple>

#include "ledger/instruction/fields.h"
#include "ledger/instruction/kinds/description.h"

// Dated sessions of a programme: activity.create.

namespace enishi {

/// Announces a dated session of a programme. Signed by a coordinator.
struct ActivityCreate {
  static constexpr std::string_view kKind = "activity.create";
  Code activity;
  Code programme;
  AccountId organiser;  // signs lists and attendance codes; an official's or community's account
  Timestamp starts_at;
  Timestamp ends_at;
  Amount award;  // for each participant; zero records people without points
  std::optional<uint32_t> capacity;
  /// SHA-256 of a random salt and the public description, which is kept outside the log.
  std::optional<Hash> details;
  static constexpr auto Fields() {
    return std::tuple{Field{"activity", &ActivityCreate::activity},
                      Field{"programme", &ActivityCreate::programme},
                      Field{"organiser", &ActivityCreate::organiser},
                      Field{"starts_at", &ActivityCreate::starts_at},
                      Field{"ends_at", &ActivityCreate::ends_at},
                      Field{"award", &ActivityCreate::award},
                      Field{"capacity", &ActivityCreate::capacity},
                      Field{"details", &ActivityCreate::details}};
  }
  static constexpr auto Description() {
    return KindDescription<ActivityCreate>{
        .command = Command{"office", "activity"},
        .effect = Effect::kNone,
        .amount = kNoAmount,
        .readers = [](const ActivityCreate& create) { return Accounts{create.organiser}; },
        .new_key = kNoNewKey,
        .code_is_signed = kNoCode,
        .reference = kNoReference,
        .facts = Facts::kNone,
    };
  }
};

}  // namespace enishi
