#include "ledger/rules/apply.h"

#include <algorithm>

#include "ledger/rules/rule_sets.h"
#include "ledger/rules/state/rows/id.h"

namespace enishi {
namespace {

// The id's time lies this close to committed_at, and valid_until at most this long after it, so
// that two instructions with one id can only meet within two days.
constexpr uint64_t kIdWindowMs = 24 * kHourMs;

// No instruction is valid after this instant, so no entry comes after it on either clock: a day
// after the last instant of a simulated clock. Dates that rules compute from an entry's time
// therefore stay within the calendar, whatever time the operator of a log claims.
// 3000-01-01T15:00:00Z.
constexpr Timestamp kValidUntilMax{32'503'734'000'000};

std::optional<Rejection> CheckHeader(const Context& context, const Header& header) {
  if (header.ledger != context.ledger) return Rejection{Reason::kLedgerMismatch, "/ledger"};
  if (header.valid_until < context.now) {
    return Rejection{Reason::kValidUntilPassed, "/valid_until"};
  }
  const uint64_t id_ms = header.id.time().ms;
  if (header.valid_until.ms > id_ms + kIdWindowMs || header.valid_until > kValidUntilMax) {
    return Rejection{Reason::kValidUntilTooFar, "/valid_until"};
  }
  if (id_ms > context.now.ms + kIdWindowMs || id_ms + kIdWindowMs < context.now.ms) {
    return Rejection{Reason::kIdTimeOutOfWindow, "/id"};
  }
  if (AcceptedAs(context.view, header.account, header.id)) {
    return Rejection{Reason::kIdConflict, "/id"};
  }
  return std::nullopt;
}

}  // namespace

Checked<Outcome> Apply(const Context& context, const Instruction& instruction) {
  const auto ledger = Find<LedgerRow>(context.view, {});
  const auto* genesis = std::get_if<Genesis>(&instruction.payload);
  if (!ledger && genesis == nullptr) return Rejection{Reason::kGenesisMissing};
  if (ledger && genesis != nullptr) return Rejection{Reason::kGenesisRepeated};
  if (auto refused = CheckHeader(context, instruction.header)) return *std::move(refused);
  // A genesis chooses the version; if it is unknown, the rule of any version refuses it in its
  // turn.
  const uint32_t version = ledger ? ledger->rules : genesis->rules;
  const RuleSet* rules = FindRules(context, version);
  if (rules == nullptr && ledger) return Rejection{Reason::kRulesUnknown};
  if (rules == nullptr) rules = &context.rules.front();
  const LedgerRow before = ledger.value_or(LedgerRow{});
  return rules->apply({context, before, instruction.header, instruction.signatures},
                      instruction.payload);
}

Timestamp CommitTime(const View& view, const Instruction& instruction, Timestamp wall,
                     Timestamp last) {
  const auto ledger = Find<LedgerRow>(view, {});
  if (ledger) {
    return ledger->clock == ClockMode::kSimulated ? ledger->simulated_now : std::max(wall, last);
  }
  const auto* genesis = std::get_if<Genesis>(&instruction.payload);
  const bool simulated = genesis != nullptr && genesis->clock == ClockMode::kSimulated;
  return simulated ? instruction.header.id.time() : wall;
}

std::optional<uint64_t> AcceptedAs(const View& view, AccountId account, const Uuid& id) {
  const auto row = Find<IdRow>(view, {id, account});
  if (!row) return std::nullopt;
  return row->index;
}

}  // namespace enishi
