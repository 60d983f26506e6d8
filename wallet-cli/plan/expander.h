#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/instruction/instruction.h"
#include "ledger/keys/key_file.h"
#include "wallet-cli/client/client.h"
#include "wallet-cli/terminal/failure.h"

namespace enishi {

/// One line of a plan with its time, not yet signed.
struct Draft {
  uint64_t line = 0;  // counted from 1
  std::string kind;
  std::string expect;  // "accepted", or a reason's name
  const KeyEntry* actor = nullptr;
  std::vector<const KeyEntry*> cosigners;
  Timestamp at;
  std::optional<Uuid> id;                // set if several lines share one or an earlier run used it
  std::optional<Timestamp> valid_until;  // default: kValidForMs after `at`
  Json fields;
  Json code_order;  // the code still to be made, or null

  /// True if later lines cannot be prepared before the answer to this one: the genesis, whose
  /// answer gives the ledger's hash.
  [[nodiscard]] bool IsBarrier() const { return kind == Genesis::kKind; }
};

/// Turns the lines of a plan (specs/plan.md) into signed envelopes. Read the lines in order with
/// Next, from one thread; Finish may be called from several.
class Expander {
 public:
  /// The keyring must outlive the expander and must not change.
  Expander(const Keyring& keyring, const LedgerInfo& info);

  /// Reads a line; returns nullopt for an empty one, which is counted. A clock.advance moves the
  /// plan's time. `sent` is the instruction that was signed for the line in an earlier run; the
  /// line's code_id and same_id then name its code and its id. Returns a usage Failure if the line
  /// is malformed.
  Tried<std::optional<Draft>> Next(std::string_view line, const Instruction* sent = nullptr);
  /// Builds and signs the envelope; a new key of the instruction signs too if the keyring has it.
  /// Two calls give different ids and so different bytes.
  [[nodiscard]] Tried<std::string> Finish(const Draft& draft) const;

  /// Replaces the ledger's hash and time, after the genesis.
  void Learn(const LedgerInfo& info);
  /// The number of the line read last.
  [[nodiscard]] uint64_t line() const { return line_; }
  /// The time of lines without "at".
  [[nodiscard]] Timestamp now() const;

 private:
  [[nodiscard]] Tried<std::string> MakeCode(const Draft& draft) const;
  Tried<Draft> ReadLine(const Json& line) const;
  void Recall(const Json& line, const Instruction& sent);
  std::optional<Failure> ReadCode(Draft& draft, const Json& line);

  const Keyring& keyring_;
  LedgerInfo info_;
  uint64_t learned_at_ms_ = 0;  // on the monotonic clock
  uint64_t line_ = 0;
  std::map<std::string, std::string, std::less<>> codes_;
  std::map<std::string, Uuid, std::less<>> ids_;
};

/// How long an instruction is valid by default.
inline constexpr uint64_t kValidForMs = kHourMs;

/// Makes the header of an instruction at that time, with a new id and valid for `valid_for_ms`.
/// The ledger is all zero before the genesis.
Header MakeHeader(const LedgerInfo& info, const AccountId& account, Timestamp at,
                  uint64_t valid_for_ms = kValidForMs);

/// Adds the fields that a genesis takes from the server: origin, keys and the version of the rules.
void AddGenesisFields(const LedgerInfo& info, Json& fields);

}  // namespace enishi
