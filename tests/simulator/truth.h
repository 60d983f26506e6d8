#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ledger/instruction/instruction.h"
#include "ledger/log/log.h"
#include "ledger/merkle/tree.h"
#include "tests/model/model.h"
#include "tests/simulator/disk.h"

namespace enishi::simulator {

/// What the durable entries mean, kept apart from the service that wrote them: the model ledger on
/// paper, the rows that their outcomes add up to, and the tree of their leaves.
struct Truth {
  std::vector<std::string> leaves;
  std::map<std::pair<AccountId, Uuid>, uint64_t> ids;  // to the entries' indices
  testing::Model model;
  RowMap rows;
  Frontier tree;
  std::vector<Hash> roots = {EmptyRoot()};  // by size
  Hash ledger{};
  Timestamp last;                          // the newest entry's time
  std::optional<Timestamp> simulated_now;  // of a ledger with a simulated clock

  /// What committed_at of the instruction's entry has to be, were it the next and the wall clock
  /// so.
  [[nodiscard]] Timestamp TimeOf(const Instruction& instruction, Timestamp wall) const;
  /// The ledger's own time, when the wall clock is so.
  [[nodiscard]] Timestamp Now(Timestamp wall) const;
  /// Whether there are points to sweep then.
  [[nodiscard]] bool HasExpiredAt(Timestamp now) const;
  /// The entry with the very bytes of the instruction.
  [[nodiscard]] std::optional<uint64_t> FindSame(const Instruction& instruction) const;
  /// Takes an entry in that the model has accepted. Says what is wrong with it, or nothing.
  std::string Append(const StoredEntry& entry, const Instruction& instruction, Timestamp now);
  /// Whether the rows and the model have the same lots in the same accounts; else how they differ.
  [[nodiscard]] std::string CompareHoldings() const;
};

}  // namespace enishi::simulator
