#include "ledger/instruction/kinds/programme.h"

#include "ledger/instruction/codec.h"

namespace enishi {

template struct Codec<ProgrammeCreate>;

}  // namespace enishi
