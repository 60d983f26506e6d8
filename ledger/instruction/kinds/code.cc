#include "ledger/instruction/kinds/code.h"

#include "ledger/instruction/codec.h"

namespace enishi {

template struct Codec<CodeCancel>;

}  // namespace enishi
