#include "ledger/instruction/kinds/activity.h"

#include "ledger/instruction/codec.h"

namespace enishi {

template struct Codec<ActivityCreate>;

}  // namespace enishi
