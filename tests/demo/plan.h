#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "ledger/base/calendar.h"
#include "ledger/base/json.h"
#include "ledger/instruction/rejection.h"

namespace enishi {

/// Writes the lines of a plan in the format of specs/plan.md: one JSON object per line, with the
/// time at which it is signed. Counts the expected acceptances and refusals.
class PlanWriter {
 public:
  /// The ledger's time at the first line.
  explicit PlanWriter(Timestamp now) : now_(now) {}

  [[nodiscard]] Timestamp now() const { return now_; }
  [[nodiscard]] Date today() const { return Date::Of(now_); }

  /// Moves the clock forward. Does nothing if the clock is already at that time or later.
  void AdvanceTo(Timestamp to);
  /// Writes a line that one account signs. `words` are further members of the line (specs/plan.md).
  void Accepted(std::string_view as, std::string_view kind, Json fields,
                Json words = Json::object());
  /// Writes a line that two accounts sign.
  void AcceptedOfTwo(std::string_view as, std::string_view with, std::string_view kind,
                     Json fields);
  /// Writes a line that must be refused for that reason.
  void Refused(Reason reason, std::string_view as, std::string_view kind, Json fields,
               Json words = Json::object());
  /// Returns the lines written since the last call.
  std::string TakeLines();

  [[nodiscard]] int64_t accepted() const { return accepted_; }
  [[nodiscard]] int64_t refused() const { return refused_; }
  [[nodiscard]] const std::map<std::string, int64_t>& reasons() const { return reasons_; }

 private:
  void Line(Json words, std::string_view kind, Json fields);

  Timestamp now_;
  std::string lines_;
  int64_t accepted_ = 0;
  int64_t refused_ = 0;
  std::map<std::string, int64_t> reasons_;
};

}  // namespace enishi
