#include "ledger/instruction/kinds/expiry.h"

#include "ledger/instruction/codec.h"

namespace enishi {

template struct Codec<ExpirySweep>;

}  // namespace enishi
