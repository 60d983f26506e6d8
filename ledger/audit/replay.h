#pragma once

#include <functional>
#include <map>
#include <optional>
#include <queue>
#include <span>
#include <string>
#include <vector>

#include "ledger/facts/facts.h"
#include "ledger/instruction/leaf.h"
#include "ledger/rules/apply.h"

namespace enishi {

/// What is wrong with an entry, for people. The caller knows the index.
struct EntryFault {
  std::string why;
  /// The rules of this program do not know the entry: not wrong, but not checked either.
  bool unknown_rules = false;
};

/// An entry with everything that can be checked without the entries before it.
struct ReadEntry {
  Leaf leaf;
  std::optional<Instruction> instruction;
  std::optional<EntryFault> fault;
  Hash leaf_hash{};
};

/// Decodes a leaf, reads the body within, verifies every signature. Any thread.
ReadEntry ReadAndVerify(std::string_view leaf_bytes);

/// The ledger rebuilt entry by entry from genesis: each is applied by the same rules as in the
/// service, and its outcome must have the hash that the leaf says. Memory follows the open state:
/// ids and codes that can no longer matter are forgotten. One thread.
class Replay {
 public:
  /// Knows the given versions of the rules; only tests pass others than the released ones.
  explicit Replay(std::span<const RuleSet> rules = ReleasedRules());

  /// Applies the next entry, or says what is wrong with it; after a fault the replay is over.
  std::optional<EntryFault> Next(const ReadEntry& entry);

  /// Called for every entry that was applied.
  std::function<void(const EntryView&)> on_entry;

  [[nodiscard]] uint64_t size() const { return size_; }
  [[nodiscard]] const View& state() const { return state_; }
  [[nodiscard]] const Hash& ledger() const { return ledger_; }

 private:
  std::optional<EntryFault> CheckTime(const ReadEntry& entry);
  void Forget(Timestamp now);

  std::span<const RuleSet> rules_;
  EmptyView nothing_;
  Overlay state_;
  uint64_t size_ = 0;
  Hash ledger_{};
  Timestamp last_;
  struct Passing {
    uint64_t until_ms;
    std::string key;
    bool operator>(const Passing& other) const { return until_ms > other.until_ms; }
  };
  // Rows that can be forgotten after an instant, soonest first.
  std::priority_queue<Passing, std::vector<Passing>, std::greater<>> passing_;
};

/// The points of one currency, over all its lot classes.
struct CurrencyTotals {
  Amount issued;
  Amount outstanding;  // what accounts hold
  Amount clearing;
  Amount redeemed;
  Amount expired;
  Amount withdrawn;
};

/// What a whole ledger holds.
struct Totals {
  /// Every currency that was created. Nullopt if a sum leaves the range of amounts,
  /// which single lots keep to and many together need not.
  std::map<CurrencyCode, std::optional<CurrencyTotals>> currencies;
  uint64_t accounts = 0;
};

/// Adds up all holdings of a state, each currency apart. Fails, naming the lot class, when for some
/// class and expiry date the issued points are not where they must be. Every addition is checked:
/// the state may come from a forged log.
Parsed<Totals> Reconcile(const View& state);

}  // namespace enishi
