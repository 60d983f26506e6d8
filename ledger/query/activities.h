#pragma once

#include <cstdint>
#include <optional>

#include "ledger/rules/state/rows.h"
#include "ledger/rules/state/view.h"

namespace enishi {

struct ActivitySummary {
  Code activity;
  ActivityRow row;
  uint32_t participants = 0;  // how many have taken part
};

/// One activity, or nullopt if there is none of that code.
std::optional<ActivitySummary> FindActivity(const View& view, const Code& activity);

}  // namespace enishi
