#pragma once

#include "ledger/query/bounded_list.h"
#include "ledger/rules/state/rows.h"
#include "ledger/rules/state/view.h"

namespace enishi {

struct ProgrammeSummary {
  Code programme;
  ProgrammeRow row;
  Amount used;  // how much of the budget is taken
};

/// All programmes in the order of the table.
BoundedList<ProgrammeSummary> ListProgrammes(const View& view, size_t count_max = kListedMax);

}  // namespace enishi
