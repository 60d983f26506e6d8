#include "ledger/rules/prefetch.h"

#include "ledger/rules/kinds.h"
#include "ledger/rules/row_keys.h"

namespace enishi {

std::vector<std::string> PrefetchKeys(const Instruction& instruction) {
  RowKeys keys;
  std::visit([&](const auto& kind) { AddRows(keys, instruction.header, kind); },
             instruction.payload);
  for (const SignedBy& by : instruction.signatures) keys.AddKey(by.key);
  return keys.Take();
}

}  // namespace enishi
