#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/json.h"
#include "ledger/instruction/instruction.h"

namespace enishi::testing {

/// An accepted entry of the sample log.
struct SampleEntry {
  std::string leaf;     // encoded
  std::string outcome;  // encoded
};

/// One instruction of a kind, with every optional field set where the kind has some.
struct Sample {
  std::string kind;
  Instruction instruction;
  std::vector<std::string> signers;  // labels of the keys, in the order of the signatures
  /// Its place in the sample log; none for rules.activate, which version 1 always refuses.
  std::optional<uint64_t> index;
};

/// The log of a small town in which every kind that version 1 accepts comes to pass. The keys
/// follow from their labels, so that the same bytes come out of every run.
struct SampleLog {
  std::vector<SampleEntry> entries;
  std::vector<Sample> samples;      // one for each kind, in the order of Payload
  std::vector<std::string> labels;  // of all keys that sign
};

const SampleLog& SampleTownLog();
/// The sample of that kind, which must exist.
const Sample& SampleOf(std::string_view kind);
/// The body's text as JSON.
Json BodyOf(const Sample& sample);

/// A public key's seed: SHA-256 of "enishi test key " and the label.
std::string SeedOf(std::string_view label);
SigningKey KeyOf(std::string_view label);

/// Visits the field lists of the header and of the instruction's kind.
template <class Visit>
void ForEachFieldOf(const Instruction& instruction, Visit visit) {
  ForEachField<Header>(visit);
  std::visit([&](const auto& kind) { ForEachField<std::decay_t<decltype(kind)>>(visit); },
             instruction.payload);
}

}  // namespace enishi::testing
