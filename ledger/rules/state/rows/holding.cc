#include "ledger/rules/state/rows/holding.h"

#include "ledger/rules/state/row_codec.h"

namespace enishi {

template struct RowCodec<HoldingRow>;
template struct RowCodec<ExpiryRow>;

}  // namespace enishi
