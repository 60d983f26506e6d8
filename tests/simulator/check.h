#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace enishi::simulator {

/// What must hold at every step, whatever is interrupted or fails.
enum class Check {
  kOnce,         // an id is accepted at most once, its bytes get the first outcome for ever, and
                 // what was accepted stays in the log
  kOutcome,      // the ledger decides as the model does, and books what the model books
  kCommitFirst,  // nothing is answered before everything that the answer rests on is durable
  kNotThere,     // what was answered as read-only is not in the log by that question
  kUnknown,      // outcome_unknown is said of what is not known, and of that always
  kAnswered,     // each question gets one answer
  kTime,   // an entry has the clock's time, never an earlier one than the entry before, and there
           // is none after the wall clock stepped
  kHead,   // heads are of beginnings of the log, stored before they are seen, and never go back
  kProof,  // whoever sees a head can prove it from the tiles, and that it continues the last
  kState,  // the state is what the log says, row by row
  kStart,  // a start succeeds when nothing fails during it
  kWell,   // writing stops only when something failed or the clock stepped
  kSwept,  // points whose time is over are moved when nothing hinders it
};
inline constexpr size_t kChecks = 13;
std::string_view NameOf(Check check);

/// The first thing that did not hold in a run.
struct Violation {
  Check check;
  std::string text;
};

/// Where a run's first violation is kept.
class Verdict {
 public:
  void Fail(Check check, std::string text) {
    if (!violation_) violation_ = Violation{check, std::move(text)};
  }
  /// Fails where the condition does not hold.
  void Expect(bool holds, Check check, std::string_view text) {
    if (!holds) Fail(check, std::string(text));
  }
  [[nodiscard]] const std::optional<Violation>& violation() const { return violation_; }

 private:
  std::optional<Violation> violation_;
};

}  // namespace enishi::simulator
