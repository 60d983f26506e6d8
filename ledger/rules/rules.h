#pragma once

#include "ledger/rules/apply.h"

namespace enishi {

// One rule per kind of instruction, each in the chapter of its folder. A rule is called after
// CheckAuthority found nothing and gives what the instruction does or why not. `ledger` is the
// ledger's row; a rule that needs the header or the signatures takes the whole instruction.

struct RuleInput {
  const Context& context;
  const LedgerRow& ledger;
  const Instruction& instruction;
};

/// The first entry; there is no ledger row yet.
Checked<Outcome> ApplyGenesis(const Context& context, const Instruction& instruction,
                              const Genesis& genesis);
/// A participant who opens an account alone: the one kind whose actor does not exist yet.
Checked<Outcome> ApplySelfOpening(const RuleInput& in, const AccountOpen& opening);

Checked<Outcome> Rule(const RuleInput& in, const RulesActivate& activate);
Checked<Outcome> Rule(const RuleInput& in, const ClockAdvance& advance);
Checked<Outcome> Rule(const RuleInput& in, const ExpirySweep& sweep);
Checked<Outcome> Rule(const RuleInput& in, const AccountOpen& opening);
Checked<Outcome> Rule(const RuleInput& in, const AccountEnrol& enrol);
Checked<Outcome> Rule(const RuleInput& in, const KeyAdd& add);
Checked<Outcome> Rule(const RuleInput& in, const KeyRevoke& revoke);
Checked<Outcome> Rule(const RuleInput& in, const PostCreate& create);
Checked<Outcome> Rule(const RuleInput& in, const PostAppoint& appoint);
Checked<Outcome> Rule(const RuleInput& in, const PostDismiss& dismiss);
Checked<Outcome> Rule(const RuleInput& in, const CurrencyCreate& create);
Checked<Outcome> Rule(const RuleInput& in, const ProgrammeCreate& create);
Checked<Outcome> Rule(const RuleInput& in, const ActivityCreate& create);
Checked<Outcome> Rule(const RuleInput& in, const ParticipationRecord& record);
Checked<Outcome> Rule(const RuleInput& in, const ParticipationClaim& claim);
Checked<Outcome> Rule(const RuleInput& in, const Charge& charge);
Checked<Outcome> Rule(const RuleInput& in, const PaymentPay& payment);
Checked<Outcome> Rule(const RuleInput& in, const PaymentCapture& capture);
Checked<Outcome> Rule(const RuleInput& in, const CodeCancel& cancel);

/// Adds the rows of a fresh key to an outcome.
void PutKey(Outcome& outcome, AccountId account, const PublicKey& key, const KeyRow& row);
/// Refuses a key that has not signed the instruction, so that nobody takes a key that they only
/// know of, and one that belongs to the log or the service, or to an account already.
std::optional<Rejection> CheckFreshKey(const RuleInput& in, const PublicKey& key);

}  // namespace enishi
