#include "ledger/instruction/kinds/ledger.h"

#include "ledger/instruction/codec.h"

namespace enishi {

template struct Codec<Genesis>;
template struct Codec<RulesActivate>;
template struct Codec<ClockAdvance>;

}  // namespace enishi
