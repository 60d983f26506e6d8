#include "ledger/query/programmes.h"

namespace enishi {

BoundedList<ProgrammeSummary> ListProgrammes(const View& view, size_t count_max) {
  return ListRows<ProgrammeRow, ProgrammeSummary>(
      view, count_max, [&](const ProgrammeRow::Key& key, const ProgrammeRow& row) {
        const auto budget = Find<BudgetRow>(view, {key.programme});
        return ProgrammeSummary{key.programme, row, budget ? budget->used : Amount()};
      });
}

}  // namespace enishi
