#include "ledger/rules/state/rows/post.h"

#include "ledger/rules/state/row_codec.h"

namespace enishi {

template struct RowCodec<PostRow>;
template struct RowCodec<AppointmentRow>;

}  // namespace enishi
