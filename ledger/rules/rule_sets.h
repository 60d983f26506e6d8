#pragma once

#include "ledger/instruction/instruction.h"
#include "ledger/rules/context.h"
#include "ledger/rules/state/outcome.h"

namespace enishi {

/// One version of the rules (specs/rules.md). A released version never changes, because entries
/// that were decided under it are decided again in every replay and audit. A new version calls the
/// one before it for the kinds that it does not change.
struct RuleSet {
  uint32_t version;
  /// What the instruction does, or why not; called after the checks of the header.
  Checked<Outcome> (*apply)(const RuleInput& in, const Payload& payload);
};

/// Version 1: who may sign, then the rule of the kind, in ledger/rules/kinds.
Checked<Outcome> ApplyVersion1(const RuleInput& in, const Payload& payload);

/// The rules of the version, or null if `context.rules` does not have it.
const RuleSet* FindRules(const Context& context, uint32_t version);

}  // namespace enishi
