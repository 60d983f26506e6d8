#include "ledger/query/entry_access.h"

#include <algorithm>
#include <type_traits>
#include <variant>

namespace enishi {
namespace {

// True if a field of the payload is the account, or the key that the account was opened with.
bool PayloadNames(const Payload& payload, AccountId account) {
  bool names = false;
  std::visit(
      [&](const auto& kind) {
        using P = std::decay_t<decltype(kind)>;
        ForEachField<P>([&](const auto& field) {
          using T = typename std::decay_t<decltype(field)>::Type;
          if constexpr (std::is_same_v<T, AccountId>) {
            names = names || kind.*field.member == account;
          } else if constexpr (std::is_same_v<T, PublicKey>) {
            names = names || AccountId::FromKey(kind.*field.member) == account;
          }
        });
      },
      payload);
  return names;
}

}  // namespace

bool Concerns(const DecodedEntry& entry, AccountId account) {
  const Instruction& instruction = entry.instruction;
  const std::vector<Posting>& postings = entry.outcome.postings;
  if (instruction.header.account == account) return true;
  if (std::holds_alternative<ExpirySweep>(instruction.payload)) return false;
  return std::any_of(postings.begin(), postings.end(),
                     [&](const Posting& posting) {
                       return posting.holder == HolderKind::kAccount && posting.account == account;
                     }) ||
         PayloadNames(instruction.payload, account);
}

}  // namespace enishi
