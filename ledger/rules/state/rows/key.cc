#include "ledger/rules/state/rows/key.h"

#include "ledger/rules/state/row_codec.h"

namespace enishi {

template struct RowCodec<KeyRow>;
template struct RowCodec<AccountKeyRow>;

}  // namespace enishi
