#include "ledger/query/ledger.h"

#include "ledger/rules/state/rows.h"

namespace enishi {

std::optional<LedgerSettings> FindLedgerSettings(const View& view) {
  const auto row = Find<LedgerRow>(view, {});
  if (!row) return std::nullopt;
  return LedgerSettings{row->rules, row->quorum, row->municipality};
}

}  // namespace enishi
