#include "ledger/rules/state/rows/code.h"

#include "ledger/rules/state/row_codec.h"

namespace enishi {

template struct RowCodec<UsedCodeRow>;

}  // namespace enishi
