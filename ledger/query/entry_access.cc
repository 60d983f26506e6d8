#include "ledger/query/entry_access.h"

#include <algorithm>

namespace enishi {

bool Concerns(const DecodedEntry& entry, AccountId account) {
  const Instruction& instruction = entry.instruction;
  const std::vector<Posting>& postings = entry.outcome.postings;
  if (instruction.header.account == account) return true;
  if (std::holds_alternative<ExpirySweep>(instruction.payload)) return false;
  const Accounts readers = ReadersOf(instruction.payload);
  return std::any_of(postings.begin(), postings.end(),
                     [&](const Posting& posting) {
                       return posting.holder == HolderKind::kAccount && posting.account == account;
                     }) ||
         std::find(readers.begin(), readers.end(), account) != readers.end();
}

}  // namespace enishi
