#include "ledger/instruction/kinds/participation.h"

#include "ledger/instruction/codec.h"

namespace enishi {

template struct Codec<ParticipationRecord>;
template struct Codec<ParticipationClaim>;

}  // namespace enishi
