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

/// The expected ledger, computed from the durable entries independently of the service: the model
/// ledger, the rows that follow from the outcomes, and the tree of the leaves.
struct ExpectedLedger {
  std::vector<std::string> leaves;
  std::map<std::pair<AccountId, Uuid>, uint64_t> ids;  // -> index of the entry
  testing::Model model;
  RowMap rows;
  Frontier tree;
  std::vector<Hash> roots = {EmptyRoot()};  // by tree size
  Hash ledger{};
  Timestamp last;                          // time of the newest entry
  std::optional<Timestamp> simulated_now;  // if the ledger has a simulated clock

  /// The committed_at of the instruction if it became the next entry at that wall-clock time.
  [[nodiscard]] Timestamp TimeOf(const Instruction& instruction, Timestamp wall) const;
  /// The ledger's time at that wall-clock time.
  [[nodiscard]] Timestamp Now(Timestamp wall) const;
  /// True if there are points to sweep at that time.
  [[nodiscard]] bool HasExpiredAt(Timestamp now) const;
  /// The index of the entry with exactly the bytes of the instruction.
  [[nodiscard]] std::optional<uint64_t> FindSame(const Instruction& instruction) const;
  /// Adds an entry that the model has accepted. Returns a fault of the entry, or "".
  std::string Append(const StoredEntry& entry, const Instruction& instruction, Timestamp now);
  /// Returns a difference between the lots in the rows and in the model, or "".
  [[nodiscard]] std::string CompareHoldings() const;
};

}  // namespace enishi::simulator
