#include "ledger/instruction/kinds/account.h"

#include "ledger/instruction/codec.h"

namespace enishi {

template struct Codec<AccountOpen>;
template struct Codec<AccountEnrol>;

}  // namespace enishi
