#include "ledger/rules/rule_sets.h"

#include <algorithm>

#include "ledger/rules/authority.h"
#include "ledger/rules/kinds.h"

namespace enishi {
namespace {

constexpr RuleSet kReleasedRules[] = {{1, &ApplyVersion1}};

template <class Kind>
Checked<Outcome> ApplyKind(const RuleInput& in, const Payload& payload, const Kind& kind) {
  if constexpr (std::is_same_v<Kind, Genesis>) {
    return ApplyGenesis(in.context, in.header, in.signatures, kind);
  } else {
    const Signing signing{Kind::kKind, AmountOf(payload), NewKeyOf(payload)};
    if (auto refused = CheckAuthority(in, AuthorityOf(in, kind), signing)) {
      return *std::move(refused);
    }
    return Rule(in, kind);
  }
}

}  // namespace

std::span<const RuleSet> ReleasedRules() { return kReleasedRules; }

Checked<Outcome> ApplyVersion1(const RuleInput& in, const Payload& payload) {
  return std::visit([&](const auto& kind) { return ApplyKind(in, payload, kind); }, payload);
}

const RuleSet* FindRules(const Context& context, uint32_t version) {
  const auto at = std::find_if(context.rules.begin(), context.rules.end(),
                               [&](const RuleSet& rules) { return rules.version == version; });
  return at == context.rules.end() ? nullptr : &*at;
}

}  // namespace enishi
