#pragma once

#include "ledger/rules/state/rows/account.h"
#include "ledger/rules/state/rows/activity.h"
#include "ledger/rules/state/rows/code.h"
#include "ledger/rules/state/rows/currency.h"
#include "ledger/rules/state/rows/holding.h"
#include "ledger/rules/state/rows/id.h"
#include "ledger/rules/state/rows/key.h"
#include "ledger/rules/state/rows/ledger.h"
#include "ledger/rules/state/rows/post.h"
#include "ledger/rules/state/rows/programme.h"

// All rows of the derived state, one header per family. specs/storage.md is the same table in
// prose. Row encodings are part of the outcome hash and therefore of the rules version.

namespace enishi {

template <class... R>
struct RowList {};

/// Every row there is; a table's letter belongs to one row only.
using AllRows = RowList<LedgerRow, AccountRow, KeyRow, AccountKeyRow, PostRow, AppointmentRow,
                        CurrencyRow, LotClassRow, ProgrammeRow, BudgetRow, CapRow, ActivityRow,
                        AttendanceRow, ParticipationRow, UsedCodeRow, HoldingRow, ExpiryRow, IdRow>;

}  // namespace enishi
