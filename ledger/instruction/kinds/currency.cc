#include "ledger/instruction/kinds/currency.h"

#include "ledger/instruction/codec.h"

namespace enishi {

template struct Codec<CurrencyCreate>;

}  // namespace enishi
