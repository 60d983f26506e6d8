#include "ledger/rules/apply.h"

#include <algorithm>

#include "ledger/rules/authority.h"
#include "ledger/rules/rules.h"

namespace enishi {
namespace {

// The id's time lies this close to committed_at, and valid_until at most this long after it, so
// that two instructions with one id can only meet within two days.
constexpr uint64_t kIdWindowMs = 24 * kHourMs;

// No instruction lives beyond this instant, and so no entry comes after it, on either clock: a day
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

bool IsSelfOpening(const Instruction& instruction) {
  const auto* opening = std::get_if<AccountOpen>(&instruction.payload);
  return opening != nullptr && instruction.header.account == AccountId::FromKey(opening->key);
}

struct Dispatch {
  const RuleInput& in;
  Checked<Outcome> operator()(const Genesis& /*genesis*/) const {
    return Rejection{Reason::kGenesisRepeated};
  }
  template <class Kind>
  Checked<Outcome> operator()(const Kind& kind) const {
    return Rule(in, kind);
  }
};

}  // namespace

Checked<Outcome> Apply(const Context& context, const Instruction& instruction) {
  const auto ledger = Find<LedgerRow>(context.view, {});
  const auto* genesis = std::get_if<Genesis>(&instruction.payload);
  if (!ledger && genesis == nullptr) return Rejection{Reason::kGenesisMissing};
  if (ledger && genesis != nullptr) return Rejection{Reason::kGenesisRepeated};
  if (auto refused = CheckHeader(context, instruction.header)) return *std::move(refused);
  if (genesis != nullptr) return ApplyGenesis(context, instruction, *genesis);
  const RuleInput in{context, *ledger, instruction};
  if (IsSelfOpening(instruction)) {
    return ApplySelfOpening(in, std::get<AccountOpen>(instruction.payload));
  }
  if (auto refused = CheckAuthority(context, *ledger, instruction)) return *std::move(refused);
  return std::visit(Dispatch{in}, instruction.payload);
}

std::vector<std::string> OwnRows(const Instruction& instruction) {
  std::vector<std::string> keys;
  const auto add_holder = [&](AccountId account) {
    keys.push_back(RowKey<AccountRow>({account}));
    keys.push_back(RowKey<HoldingRow>({HolderKind::kAccount, account, 0}));
  };
  add_holder(instruction.header.account);
  for (const SignedBy& by : instruction.signatures) keys.push_back(RowKey<KeyRow>({by.key}));
  if (const auto* capture = std::get_if<PaymentCapture>(&instruction.payload)) {
    add_holder(capture->code.code.payer);
    keys.push_back(RowKey<KeyRow>({capture->code.code.key}));
  }
  return keys;
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
