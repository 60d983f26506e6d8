#include "ledger/rules/period.h"

namespace enishi {

Date PeriodStart(Period period, Date day) {
  switch (period) {
    case Period::kDay:
      return day;
    case Period::kWeek:
      return day.MondayOfWeek();
    case Period::kMonth:
      return day.FirstOfMonth();
    case Period::kFiscalYear:
      return day.FirstOfFiscalYear();
    case Period::kProgramme:
      return Date{};
  }
  CHECK(false);
}

}  // namespace enishi
