#include "ledger/instruction/kinds/post.h"

#include "ledger/instruction/codec.h"

namespace enishi {

template struct Codec<PostCreate>;
template struct Codec<PostAppoint>;
template struct Codec<PostDismiss>;

}  // namespace enishi
