#pragma once

#include <cstdint>

#include "ledger/base/calendar.h"

namespace enishi::simulator {

/// The true time, and the wall clock of the machine, which may be wrong.
struct Clocks {
  Timestamp start;
  uint64_t passed_ms = 0;
  int64_t wrong_by_ms = 0;

  [[nodiscard]] Timestamp wall() const {
    return {start.ms + passed_ms + static_cast<uint64_t>(wrong_by_ms)};
  }
};

}  // namespace enishi::simulator
