#pragma once

#include "ledger/instruction/kinds/programme.h"

namespace enishi {

/// The first day of the period that contains the day of an activity: what a cap counts from. Day 0
/// for the whole programme. Weeks begin on Monday, fiscal years on 1 April.
Date PeriodStart(Period period, Date day);

}  // namespace enishi
