#pragma once

#include <string_view>
#include <tuple>
#include <vector>

#include "ledger/instruction/kinds/programme.h"
#include "ledger/rules/state/row.h"

// Programmes, what is used of their budgets, and what each person was awarded.

namespace enishi {

struct ProgrammeRow {
  static constexpr char kTable = 'g';
  static constexpr std::string_view kName = "programme";
  struct Key {
    Code programme;
    static constexpr auto Fields() { return std::tuple{Field{"programme", &Key::programme}}; }
  };
  CurrencyCode currency;
  uint32_t fiscal_year = 0;
  Amount budget;
  Date starts_on;
  Date ends_on;
  Date expires_on;
  Amount award_max;
  std::vector<Cap> caps;
  uint32_t lot_class = 0;
  static constexpr auto Fields() {
    return std::tuple{Field{"currency", &ProgrammeRow::currency},
                      Field{"fiscal_year", &ProgrammeRow::fiscal_year},
                      Field{"budget", &ProgrammeRow::budget},
                      Field{"starts_on", &ProgrammeRow::starts_on},
                      Field{"ends_on", &ProgrammeRow::ends_on},
                      Field{"expires_on", &ProgrammeRow::expires_on},
                      Field{"award_max", &ProgrammeRow::award_max},
                      Field{"caps", &ProgrammeRow::caps},
                      Field{"lot_class", &ProgrammeRow::lot_class}};
  }
};

/// How much of a programme's budget is taken: awards less what expired while its year was open.
struct BudgetRow {
  static constexpr char kTable = 'b';
  static constexpr std::string_view kName = "budget";
  struct Key {
    Code programme;
    static constexpr auto Fields() { return std::tuple{Field{"programme", &Key::programme}}; }
  };
  Amount used;
  static constexpr auto Fields() { return std::tuple{Field{"used", &BudgetRow::used}}; }
};

/// What one person was awarded under one cap in one period; never goes down.
struct CapRow {
  static constexpr char kTable = 'q';
  static constexpr std::string_view kName = "cap";
  struct Key {
    Code programme;
    AccountId participant;
    Period period = Period::kProgramme;
    Date from;  // the first day of the period; day 0 for the programme
    static constexpr auto Fields() {
      return std::tuple{Field{"programme", &Key::programme},
                        Field{"participant", &Key::participant}, Field{"period", &Key::period},
                        Field{"from", &Key::from}};
    }
  };
  Amount awarded;
  static constexpr auto Fields() { return std::tuple{Field{"awarded", &CapRow::awarded}}; }
};

}  // namespace enishi
