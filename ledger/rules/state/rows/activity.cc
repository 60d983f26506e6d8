#include "ledger/rules/state/rows/activity.h"

#include "ledger/rules/state/row_codec.h"

namespace enishi {

template struct RowCodec<ActivityRow>;
template struct RowCodec<AttendanceRow>;
template struct RowCodec<ParticipationRow>;

}  // namespace enishi
