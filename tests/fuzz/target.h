#pragma once

#include <span>
#include <string_view>

namespace enishi::testing {

/// A function that accepts any bytes, and stops the process if one of the properties in
/// specs/reliability.md ("Fuzzing") does not hold. It keeps no state between inputs, so that an
/// input alone reproduces a failure. Not thread-safe.
struct FuzzTarget {
  std::string_view name;  // also the name of its folder in tests/fuzz/corpus
  void (*run)(std::string_view input);
};

/// All targets, for libFuzzer and for the test that runs the corpus.
std::span<const FuzzTarget> FuzzTargets();
/// Returns the target of that name, or null.
const FuzzTarget* FindFuzzTarget(std::string_view name);

// instruction_targets.cc
void FuzzEnvelope(std::string_view input);
void FuzzBody(std::string_view input);
void FuzzApply(std::string_view input);
void FuzzLeaf(std::string_view input);
void FuzzOutcome(std::string_view input);
// merkle_targets.cc
void FuzzNote(std::string_view input);
void FuzzProof(std::string_view input);
void FuzzTile(std::string_view input);
// code_targets.cc
void FuzzPaymentCode(std::string_view input);
void FuzzAttendanceCode(std::string_view input);
void FuzzShopQr(std::string_view input);
void FuzzKeyFile(std::string_view input);
// table_targets.cc
void FuzzCsv(std::string_view input);
void FuzzEvents(std::string_view input);
void FuzzPurchases(std::string_view input);
// text_targets.cc
void FuzzFrame(std::string_view input);
void FuzzJson(std::string_view input);
void FuzzNames(std::string_view input);
// rules_target.cc
void FuzzRules(std::string_view input);

}  // namespace enishi::testing
