#pragma once

#include <vector>

#include "ledger/instruction/instruction.h"
#include "ledger/rules/state/outcome.h"

namespace enishi {

/// What happened, as evaluators count it.
enum class FactKind : uint8_t { kParticipation, kAward, kCharge, kPayment, kExpiry };
template <>
struct EnumNames<FactKind> {
  static constexpr std::array<std::string_view, 5> kNames = {"participation", "award", "charge",
                                                             "payment", "expiry"};
};

/// One row that indicators count: who did what, when, with how many points of which sort. Derived
/// from entry and outcome only; no personal data, accounts are pseudonyms.
struct Fact {
  uint64_t index = 0;  // of the entry
  Timestamp at;        // when it was committed
  FactKind kind = FactKind::kParticipation;
  AccountId person;                       // the participant
  std::optional<AccountId> counterparty;  // the shop, the organiser or the cashier
  std::optional<Code> activity;
  std::optional<Code> programme;
  std::optional<CurrencyCode> currency;
  Amount paid;   // points that were bought
  Amount bonus;  // points that were awarded
  bool by_code = false;
  bool operator==(const Fact&) const = default;
};

/// An entry after it was folded into `state`.
struct EntryView {
  uint64_t index = 0;
  Timestamp committed_at;
  const Instruction& instruction;
  const Outcome& outcome;
  const View& state;
};

/// The facts of one entry, in the order of its postings; none for entries that no indicator
/// counts. A participation with points gives two: the presence and the award.
std::vector<Fact> FactsOf(const EntryView& entry);

}  // namespace enishi
