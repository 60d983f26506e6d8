#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "tests/fixtures/town.h"

namespace enishi::testing {

/// Generates instructions for a furnished town: mostly valid, often wrong in one way, sometimes in
/// several. The same seed gives the same instructions.
class RandomTown {
 public:
  explicit RandomTown(uint64_t seed);
  /// With every choice made by `below(count)`, which gives a number below the count.
  explicit RandomTown(std::function<uint64_t(uint64_t)> below);

  /// The next instruction; it has not been submitted.
  Instruction Next();
  /// Tells that the last instruction was accepted, so that later ones may speak of it.
  void Accepted(const Instruction& instruction);

  Town& town() { return town_; }

 private:
  uint64_t Below(uint64_t count) { return below_(count); }
  bool Chance(int percent) { return static_cast<int>(Below(100)) < percent; }
  template <class T>
  const T& Any(const std::vector<T>& things) {
    return things[Below(things.size())];
  }
  std::string AnyAccount();
  int64_t SomePoints();
  CurrencyCode SomeCurrency();
  Timestamp SomeInstant();
  std::optional<Date> SomeDay();
  PublicKey FreshKey();

  Instruction Signed(const std::string& actor, Payload payload,
                     std::vector<std::string> signers = {});
  void Disturb(Header& header);

  Instruction Advance();
  Instruction Open();
  Instruction Keys();
  Instruction Office();
  Instruction CreateCurrency();
  Instruction CreateProgramme();
  Instruction Announce();
  Instruction Record();
  Instruction Claim();
  Instruction Sell();
  Instruction Pay();
  Instruction Capture();
  Instruction Cancel();
  SignedPaymentCode SomeCode(const std::string& payer);

  std::function<uint64_t(uint64_t)> below_;
  Town town_;
  std::vector<std::string> people_;
  std::vector<std::string> shops_;
  std::vector<std::string> officials_;
  std::vector<std::string> administrators_;
  std::set<std::string> others_;  // who has or had a second key
  std::vector<CurrencyCode> currencies_;
  std::vector<Code> programmes_;
  std::vector<Code> activities_;
  std::vector<SignedPaymentCode> codes_;
  std::vector<Header> headers_;
  uint64_t names_ = 0;
  int steps_ = 0;
};

}  // namespace enishi::testing
