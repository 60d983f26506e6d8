#include "ledger/rules/state/rows/id.h"

#include "ledger/rules/state/row_codec.h"

namespace enishi {

template struct RowCodec<IdRow>;

}  // namespace enishi
