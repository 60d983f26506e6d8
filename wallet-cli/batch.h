#pragma once

#include <cstdint>
#include <functional>
#include <istream>
#include <map>
#include <ostream>
#include <string>
#include <vector>

#include "ledger/core/json.h"
#include "ledger/core/key_file.h"
#include "wallet-cli/client.h"
#include "wallet-cli/failure.h"

namespace enishi {

struct BatchOptions {
  size_t chunk = 500;  // instructions in one request, 1 to 1,000
  unsigned threads = 2;
  std::ostream* refusals = nullptr;        // one JSON line for each refusal
  std::function<void(uint64_t)> progress;  // instructions answered so far
};

/// A line whose answer was not the expected one.
struct Surprise {
  uint64_t line = 0;
  std::string got;
  std::string expected;
};

struct BatchSummary {
  static constexpr size_t kSurprisesShown = 20;

  uint64_t sent = 0;
  uint64_t accepted = 0;
  std::map<std::string, uint64_t> refused;  // by reason
  uint64_t unexpected_count = 0;
  std::vector<Surprise> unexpected;  // the first kSurprisesShown

  [[nodiscard]] Json ToJson() const;
};

/// Carries out a plan: one JSON object on each line (specs/plan.md), empty lines skipped. While
/// one chunk is on its way the next is being signed. Stops with a Failure when a line makes no
/// sense or the server stops answering; what was accepted until then stays accepted.
Tried<BatchSummary> RunBatch(std::istream& plan, const Keyring& keyring, const LedgerInfo& info,
                             Client& client, const BatchOptions& options);

}  // namespace enishi
