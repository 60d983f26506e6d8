#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/instruction/instruction.h"
#include "ledger/keys/key_file.h"
#include "wallet-cli/client/client.h"

namespace enishi {

/// One line of a plan, read and put in its place in time, but not yet signed.
struct Draft {
  uint64_t line = 0;  // counted from 1
  std::string kind;
  std::string expect;  // "accepted", or a reason's name
  const KeyEntry* actor = nullptr;
  std::vector<const KeyEntry*> cosigners;
  Timestamp at;
  std::optional<Uuid> id;  // given where several lines share one, or an earlier try had it
  std::optional<Timestamp> valid_until;  // otherwise kValidForMs after `at`
  Json fields;
  Json code_order;  // the code still to be made, or null

  /// True when nothing behind this line can be prepared before its answer: the genesis, whose
  /// answer gives the ledger's hash.
  [[nodiscard]] bool IsBarrier() const { return kind == Genesis::kKind; }
};

/// Turns the lines of a plan (specs/plan.md) into signed envelopes. Read the lines one after
/// another with Next, from one thread; Finish may be called from several.
class Expander {
 public:
  /// The keyring must outlive the expander and have its labels by then.
  Expander(const Keyring& keyring, const LedgerInfo& info);

  /// Reads a line; an empty one is counted and gives nothing. Moves the plan's time where the line
  /// is a clock.advance. `sent` is what was signed for the line in an earlier run: the names that
  /// the line gives to its id and its code then stand for those.
  Parsed<std::optional<Draft>> Next(std::string_view line, const Instruction* sent = nullptr);
  /// Builds and signs, also with the key that the line brings into the ledger where the keyring has
  /// it. Two calls give different ids and so different bytes.
  [[nodiscard]] Parsed<std::string> Finish(const Draft& draft) const;

  /// Takes the ledger's hash and time anew, after the genesis.
  void Learn(const LedgerInfo& info);
  /// The number of the line read last.
  [[nodiscard]] uint64_t line() const { return line_; }
  /// The instant that lines without "at" get.
  [[nodiscard]] Timestamp now() const;

 private:
  [[nodiscard]] Parsed<std::string> MakeCode(const Draft& draft) const;
  Parsed<Draft> ReadLine(const Json& line) const;
  void Recall(const Json& line, const Instruction& sent);
  std::optional<FormatError> ReadCode(Draft& draft, const Json& line);

  const Keyring& keyring_;
  LedgerInfo info_;
  uint64_t learned_at_ms_ = 0;  // on the monotonic clock
  uint64_t line_ = 0;
  std::map<std::string, std::string, std::less<>> codes_;
  std::map<std::string, Uuid, std::less<>> ids_;
};

/// How long an instruction stays valid unless something else is asked for.
inline constexpr uint64_t kValidForMs = kHourMs;

/// Makes an instruction for the ledger at the instant: fresh id, valid for `valid_for_ms`. For the
/// genesis the ledger is all zero.
Header MakeHeader(const LedgerInfo& info, const AccountId& account, Timestamp at,
                  uint64_t valid_for_ms = kValidForMs);

/// Fills in what a genesis takes from the server: origin, keys and the version of the rules.
void AddGenesisFields(const LedgerInfo& info, Json& fields);

}  // namespace enishi
