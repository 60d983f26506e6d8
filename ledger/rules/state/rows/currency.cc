#include "ledger/rules/state/rows/currency.h"

#include "ledger/rules/state/row_codec.h"

namespace enishi {

template struct RowCodec<CurrencyRow>;
template struct RowCodec<LotClassRow>;

}  // namespace enishi
