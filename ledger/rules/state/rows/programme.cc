#include "ledger/rules/state/rows/programme.h"

#include "ledger/rules/state/row_codec.h"

namespace enishi {

template struct RowCodec<ProgrammeRow>;
template struct RowCodec<BudgetRow>;
template struct RowCodec<CapRow>;

}  // namespace enishi
