#pragma once

#include <functional>
#include <future>
#include <optional>
#include <string>
#include <vector>

#include "ledger/audit/replay.h"
#include "ledger/audit/source.h"
#include "ledger/merkle/checkpoint.h"

namespace enishi {

/// What an outsider brings to an audit.
struct AuditOptions {
  /// The log's key, from somewhere else than the log. Without it the head's signature is checked
  /// against the key that the genesis names, and the report says so.
  std::optional<VerifierKey> verifier_key;
  /// Heads seen earlier, for example kept by a wallet: the log must continue each of them.
  std::vector<Checkpoint> earlier_heads;
  /// Threads that verify signatures; 0 for as many as there are processors.
  unsigned threads = 0;
  /// Runs the work on a new thread; std::async if empty. May throw std::system_error when
  /// the machine has no thread left: the audit goes on with those it has.
  std::function<std::future<void>(std::function<void()>)> start_thread;
  /// Called for every entry in order after it was checked; for exports.
  std::function<void(const EntryView&)> on_entry;
  /// Called from time to time with the number of entries done and in all.
  std::function<void(uint64_t done, uint64_t size)> on_progress;
};

/// What the audit found. `ok` means that every entry was checked and nothing is wrong; what an
/// outsider could have checked and did not, for want of a key, is in `not_checked`.
struct AuditReport {
  bool ok = false;
  uint64_t entries = 0;     // checked and good, from the first on
  uint64_t signatures = 0;  // of those entries, all verified
  Checkpoint head;          // as published
  Hash ledger{};
  std::string problem;                   // the first thing that is wrong, for people
  std::optional<uint64_t> bad_entry;     // the entry it is about
  std::vector<std::string> not_checked;  // what was not checked, and why
  Totals totals;                         // of the good entries
};

/// Re-hashes, re-verifies and replays everything: signatures, authority, rules, outcomes, times,
/// balances, tiles, tree, head, earlier heads. Needs no database. Its memory follows the open
/// state, not the log's length.
AuditReport Audit(LogSource& source, const AuditOptions& options);

}  // namespace enishi
