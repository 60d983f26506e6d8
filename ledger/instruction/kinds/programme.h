#pragma once

#include <array>
#include <string_view>
#include <tuple>
#include <vector>

#include "ledger/instruction/fields.h"
#include "ledger/instruction/kinds/description.h"

// Programmes, their budgets and caps: programme.create.

namespace enishi {

enum class Period : uint8_t { kDay, kWeek, kMonth, kFiscalYear, kProgramme };
template <>
struct EnumNames<Period> {
  static constexpr std::array<std::string_view, 5> kNames = {"day", "week", "month", "fiscal_year",
                                                             "programme"};
};

/// The most that one person may be awarded in a period, counted by the day of the activity.
struct Cap {
  Period period = Period::kProgramme;
  Amount amount;
  bool operator==(const Cap&) const = default;
  static constexpr auto Fields() {
    return std::tuple{Field{"period", &Cap::period}, Field{"amount", &Cap::amount}};
  }
};

/// Creates a programme and the lot class of its bonus. Signed by a quorum of planners.
struct ProgrammeCreate {
  static constexpr std::string_view kKind = "programme.create";
  Code programme;
  CurrencyCode currency;
  uint32_t fiscal_year = 0;  // whose budget; 2026 begins on 2026-04-01
  Amount budget;
  Date starts_on;   // the first and
  Date ends_on;     // the last day on which its activities take place
  Date expires_on;  // the last day on which its points can be spent
  Amount award_max;
  std::vector<Cap> caps;
  static constexpr auto Fields() {
    return std::tuple{Field{"programme", &ProgrammeCreate::programme},
                      Field{"currency", &ProgrammeCreate::currency},
                      Field{"fiscal_year", &ProgrammeCreate::fiscal_year},
                      Field{"budget", &ProgrammeCreate::budget},
                      Field{"starts_on", &ProgrammeCreate::starts_on},
                      Field{"ends_on", &ProgrammeCreate::ends_on},
                      Field{"expires_on", &ProgrammeCreate::expires_on},
                      Field{"award_max", &ProgrammeCreate::award_max},
                      Field{"caps", &ProgrammeCreate::caps}};
  }
  static constexpr auto Description() {
    return KindDescription<ProgrammeCreate>{
        .command = Command{"office", "programme"},
        .effect = Effect::kNone,
        .amount = kNoAmount,
        .readers = kActorOnly,
        .new_key = kNoNewKey,
        .code_is_signed = kNoCode,
        .reference = kNoReference,
        .facts = Facts::kNone,
    };
  }
};

}  // namespace enishi
