#pragma once

#include <span>

#include "ledger/instruction/header.h"
#include "ledger/rules/state/rows/ledger.h"
#include "ledger/rules/state/view.h"

namespace enishi {

struct RuleSet;

/// Every version of the rules that this program has, oldest first (rule_sets.h).
std::span<const RuleSet> ReleasedRules();

/// What a decision depends on, besides the instruction.
struct Context {
  const View& view;
  Hash ledger{};  // of the genesis leaf; zero before it exists
  Timestamp now;  // what committed_at will be
  /// The versions of the rules that can be applied. Only tests pass others.
  std::span<const RuleSet> rules = ReleasedRules();
};

/// What the rule of a kind takes in addition to the payload.
struct RuleInput {
  const Context& context;
  const LedgerRow& ledger;
  const Header& header;
  std::span<const SignedBy> signatures;
};

}  // namespace enishi
