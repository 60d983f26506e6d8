#include "ledger/query/activities.h"

namespace enishi {

std::optional<ActivitySummary> FindActivity(const View& view, const Code& activity) {
  const auto row = Find<ActivityRow>(view, {activity});
  if (!row) return std::nullopt;
  const auto attendance = Find<AttendanceRow>(view, {activity});
  return ActivitySummary{activity, *row, attendance ? attendance->participants : 0};
}

}  // namespace enishi
