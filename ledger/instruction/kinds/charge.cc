#include "ledger/instruction/kinds/charge.h"

#include "ledger/instruction/codec.h"

namespace enishi {

template struct Codec<Charge>;

}  // namespace enishi
