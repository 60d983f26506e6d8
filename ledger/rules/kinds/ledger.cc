#include "ledger/rules/kinds/ledger.h"

#include <algorithm>
#include <set>

#include "ledger/rules/kinds/key.h"
#include "ledger/rules/rule_sets.h"
#include "ledger/rules/state/rows/account.h"
#include "ledger/rules/state/rows/post.h"

namespace enishi {
namespace {

// A simulated clock stays far enough from the calendar's end that no date computed from it passes
// that end: 2999-12-31T15:00:00Z.
constexpr Timestamp kSimulatedClockMax{32'503'647'600'000};

// The post that the founding administrators hold.
const Code kFoundingPost{"administrator"};

std::optional<Rejection> CheckFounders(const Header& header, std::span<const SignedBy> signatures,
                                       const Genesis& genesis) {
  const std::set<PublicKey> founders(genesis.administrators.begin(), genesis.administrators.end());
  std::set<PublicKey> signers;
  for (const SignedBy& by : signatures) signers.insert(by.key);
  if (founders.empty() || !signers.contains(genesis.administrators.front()) ||
      header.account != AccountId::FromKey(genesis.administrators.front())) {
    return Rejection{Reason::kActorNotSigned, "/account"};
  }
  if (founders.size() != genesis.administrators.size() || genesis.quorum < 1 ||
      genesis.quorum > founders.size() ||
      !std::includes(signers.begin(), signers.end(), founders.begin(), founders.end())) {
    return Rejection{Reason::kQuorumNotMet, "/administrators"};
  }
  if (signers != founders) return Rejection{Reason::kSignerUnneeded};
  if (founders.contains(genesis.log_key) || founders.contains(genesis.service_key) ||
      genesis.log_key == genesis.service_key) {
    return Rejection{Reason::kKeyReserved};
  }
  return std::nullopt;
}

}  // namespace

Authority AuthorityOf(const RuleInput& /*in*/, const Genesis& /*genesis*/) {
  return {.signer = Authority::Signer::kFounders,
          .actor = AccountKind::kOfficial,
          .role = std::nullopt};
}

void AddRows(RowKeys& /*keys*/, const Header& /*header*/, const Genesis& /*genesis*/) {}

Checked<Outcome> ApplyGenesis(const Context& context, const Header& header,
                              std::span<const SignedBy> signatures, const Genesis& genesis) {
  if (auto refused = CheckFounders(header, signatures, genesis)) return *std::move(refused);
  const Date today = Date::Of(context.now);
  if (genesis.clock == ClockMode::kSimulated && context.now > kSimulatedClockMax) {
    return Rejection{Reason::kPeriodInvalid, "/id"};
  }
  if (genesis.until < today) return Rejection{Reason::kPeriodInvalid, "/until"};
  if (FindRules(context, genesis.rules) == nullptr) {
    return Rejection{Reason::kRulesUnknown, "/rules"};
  }
  LedgerRow ledger;
  ledger.origin = genesis.origin;
  ledger.municipality = genesis.municipality;
  ledger.clock = genesis.clock;
  ledger.rules = genesis.rules;
  ledger.quorum = genesis.quorum;
  ledger.log_key = genesis.log_key;
  ledger.service_key = genesis.service_key;
  if (genesis.clock == ClockMode::kSimulated) ledger.simulated_now = context.now;
  Outcome outcome;
  outcome.Put<LedgerRow>({}, ledger);
  outcome.Put<PostRow>({kFoundingPost}, PostRow{{Role::kAdministrator}});
  for (const PublicKey& key : genesis.administrators) {
    const AccountId account = AccountId::FromKey(key);
    outcome.Put<AccountRow>({account}, AccountRow{AccountKind::kOfficial, false, context.now});
    KeyRow row;
    row.account = account;
    PutKey(outcome, account, key, row);
    outcome.Put<AppointmentRow>({account, kFoundingPost},
                                AppointmentRow{today, genesis.until, std::nullopt});
  }
  return outcome;
}

Authority AuthorityOf(const RuleInput& in, const RulesActivate& /*activate*/) {
  return ByQuorum(in, Role::kAdministrator);
}

void AddRows(RowKeys& keys, const Header& header, const RulesActivate& /*activate*/) {
  keys.AddAccount(header.account);
}

Checked<Outcome> Rule(const RuleInput& in, const RulesActivate& activate) {
  if (activate.version <= in.ledger.rules) return Rejection{Reason::kRulesNotNewer, "/version"};
  // A program with later versions accepts more. An audit by this one reports the entries from there
  // on as not checked.
  if (FindRules(in.context, activate.version) == nullptr) {
    return Rejection{Reason::kRulesUnknown, "/version"};
  }
  LedgerRow ledger = in.ledger;
  ledger.rules = activate.version;
  Outcome outcome;
  outcome.Put<LedgerRow>({}, ledger);
  return outcome;
}

Authority AuthorityOf(const RuleInput& /*in*/, const ClockAdvance& /*advance*/) {
  return ByOfficial(Role::kAdministrator);
}

void AddRows(RowKeys& keys, const Header& header, const ClockAdvance& /*advance*/) {
  keys.AddAccount(header.account);
}

Checked<Outcome> Rule(const RuleInput& in, const ClockAdvance& advance) {
  if (advance.to > kSimulatedClockMax) return Rejection{Reason::kPeriodInvalid, "/to"};
  if (in.ledger.clock != ClockMode::kSimulated) return Rejection{Reason::kClockNotSimulated};
  if (advance.to <= in.ledger.simulated_now) return Rejection{Reason::kClockBackwards, "/to"};
  LedgerRow ledger = in.ledger;
  ledger.simulated_now = advance.to;
  Outcome outcome;
  outcome.Put<LedgerRow>({}, ledger);
  return outcome;
}

}  // namespace enishi
