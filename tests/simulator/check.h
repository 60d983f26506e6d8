#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace enishi::simulator {

/// What must hold at every step, whatever is interrupted or fails.
enum class Check {
  kOnce,         // an id is accepted at most once, its bytes always get the first outcome, and
                 // what was accepted stays in the log
  kOutcome,      // the ledger decides and posts the same as the model
  kCommitFirst,  // everything that an answer depends on is durable before the answer
  kNotThere,     // an instruction answered as read-only is not in the log
  kUnknown,      // outcome_unknown is answered if and only if the outcome is unknown
  kAnswered,     // each request gets one answer
  kTime,         // an entry has the clock's time, not before the entry before it; there is no entry
                 // after a step of the wall clock
  kHead,   // heads are of prefixes of the log, stored before they are visible, and never shrink
  kProof,  // the tiles prove each visible head, and that it continues the previous one
  kState,  // the state equals the rows that follow from the log
  kStart,  // a start without failures succeeds
  kWell,   // writing stops only after a failure or a clock step
  kSwept,  // expired points are swept unless a failure prevents it
};
inline constexpr size_t kChecks = 13;
std::string_view NameOf(Check check);

/// The first violation in a run.
struct Violation {
  Check check;
  std::string text;
};

/// Keeps the first violation of a run.
class Verdict {
 public:
  void Fail(Check check, std::string text) {
    if (!violation_) violation_ = Violation{check, std::move(text)};
  }
  /// Fails the check if the condition is false.
  void Expect(bool holds, Check check, std::string_view text) {
    if (!holds) Fail(check, std::string(text));
  }
  [[nodiscard]] const std::optional<Violation>& violation() const { return violation_; }

 private:
  std::optional<Violation> violation_;
};

}  // namespace enishi::simulator
