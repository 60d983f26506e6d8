#include "ledger/rules/state/rows/account.h"

#include "ledger/rules/state/row_codec.h"

namespace enishi {

template struct RowCodec<AccountRow>;

}  // namespace enishi
