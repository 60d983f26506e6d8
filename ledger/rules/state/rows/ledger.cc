#include "ledger/rules/state/rows/ledger.h"

#include "ledger/rules/state/row_codec.h"

namespace enishi {

template struct RowCodec<LedgerRow>;

}  // namespace enishi
