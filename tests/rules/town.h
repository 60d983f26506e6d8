#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/audit/replay.h"
#include "ledger/core/instruction/leaf.h"
#include "ledger/core/merkle/tree.h"
#include "ledger/rules/apply.h"

namespace enishi::testing {

/// A small town for tests: a simulated ledger in memory with its officials, one currency, one
/// programme, participants and shops, whose keys follow from their labels. What it does goes
/// through Sign, VerifySignatures, Apply and Fold, as in the service.
class Town {
 public:
  /// 2026-04-01 09:00 in Tokyo.
  static constexpr Timestamp kStart{1775001600000};
  static constexpr std::string_view kCurrency = "KAEN";
  static constexpr std::string_view kProgramme = "bosai";

  /// With nothing in it; call Found for the genesis, Furnish for the rest. The dates of both are
  /// counted from the start.
  explicit Town(Timestamp start = kStart);
  virtual ~Town() = default;

  /// A genesis by the administrators "mayor", "deputy" and "clerk", quorum 2.
  Genesis Founding(ClockMode clock = ClockMode::kSimulated);
  /// Founding, signed by the three and accepted.
  void Found(ClockMode clock = ClockMode::kSimulated);
  /// Posts and their holders (planner-1, planner-2, registrar, coordinator, cashier, auditor),
  /// the currency KAEN (paid value for ever, payments to 100,000, open codes to 5,000), and the
  /// programme bosai (budget 10,000, award to 500, cap 1,000 per person, points for six months:
  /// to 2026-09-30).
  void Furnish();
  /// Opens an enrolled participant, or a shop.
  void OpenParticipant(const std::string& label);
  void OpenShop(const std::string& label);

  const SigningKey& Key(const std::string& label);
  AccountId Account(const std::string& label);

  /// A header for the actor with a fresh id at the town's time and an hour to live.
  Header HeaderFor(const std::string& actor);
  /// Signs as the actor, and further signers by label. A key of the town that the payload brings
  /// into the ledger signs too, as its holder would.
  Instruction Make(const std::string& actor, const Payload& payload,
                   const std::vector<std::string>& with = {});

  /// The key that the payload brings into the ledger, when the town has it.
  [[nodiscard]] const SigningKey* NewKeyIn(const Payload& payload) const;

  /// Verifies, applies and, when accepted, folds; remembers the entry.
  virtual Checked<Outcome> Submit(const Instruction& instruction);
  /// Make and Submit; the test fails loudly when it is refused.
  Outcome Do(const std::string& actor, const Payload& payload,
             const std::vector<std::string>& with = {});
  /// Make and Submit; gives the reason of the refusal, or nothing when it was accepted.
  std::optional<Reason> Refusal(const std::string& actor, const Payload& payload,
                                const std::vector<std::string>& with = {});

  /// Moves the simulated clock by a signed clock.advance.
  void AdvanceTo(Timestamp to);
  /// Sweeps until nothing more has expired.
  void Sweep();

  void Charge(const std::string& participant, int64_t amount);
  /// Announces an activity today, from an hour ago, for the award; the organiser is "coordinator".
  void Announce(const std::string& activity, int64_t award);
  /// The text of an open code by the payer for the most, valid for 30 seconds.
  SignedPaymentCode Code(const std::string& payer, int64_t most,
                         std::optional<std::string> payee = std::nullopt,
                         uint64_t life_ms = 30'000);

  /// An attendance code for the activity by the organiser, from now for the given time.
  SignedAttendanceCode Attendance(const std::string& organiser, const std::string& activity,
                                  uint64_t life_ms = 2 * kMinuteMs);

  /// What a participant can spend, or a shop or system account holds.
  int64_t Available(const std::string& label) const;
  int64_t Held(const std::string& label) const;

  [[nodiscard]] const Overlay& state() const { return state_; }
  [[nodiscard]] Timestamp now() const { return now_; }
  [[nodiscard]] const Hash& ledger() const { return ledger_; }
  /// The encoded leaves so far, for audits.
  [[nodiscard]] const std::vector<std::string>& leaves() const { return leaves_; }

  static enishi::Amount Points(int64_t minor) { return *enishi::Amount::From(minor); }
  static enishi::Code Name(std::string_view text) { return enishi::Code{std::string(text)}; }
  static CurrencyCode Currency() { return CurrencyCode{std::string(kCurrency)}; }
  static Date Day(std::string_view text) { return *Date::Parse(text); }

 protected:
  /// For a town whose ledger is kept elsewhere: what the next instructions are made for.
  void StandAt(Timestamp now, const Hash& ledger);

 private:
  EmptyView nothing_;
  Overlay state_;
  std::map<std::string, std::unique_ptr<SigningKey>> keys_;
  std::vector<std::string> leaves_;
  Timestamp now_;
  Date until_;  // the last day of what the genesis and the appointments give
  Hash ledger_{};
  uint64_t ids_ = 0;
};

}  // namespace enishi::testing
