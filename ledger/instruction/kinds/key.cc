#include "ledger/instruction/kinds/key.h"

#include "ledger/instruction/codec.h"

namespace enishi {

template struct Codec<KeyAdd>;
template struct Codec<KeyRevoke>;

}  // namespace enishi
