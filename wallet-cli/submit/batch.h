#pragma once

#include <cstdint>
#include <functional>
#include <istream>
#include <map>
#include <ostream>
#include <string>
#include <vector>

#include "ledger/base/json.h"
#include "ledger/keys/key_file.h"
#include "wallet-cli/client/client.h"
#include "wallet-cli/plan/expander.h"
#include "wallet-cli/submit/sent_file.h"
#include "wallet-cli/terminal/failure.h"

namespace enishi {

struct BatchOptions {
  size_t chunk = 500;  // instructions in one request, 1 to 1,000
  unsigned threads = 2;
  std::ostream* refusals = nullptr;        // one JSON line for each refusal
  std::function<void(uint64_t)> progress;  // lines settled so far
  /// What becomes of a signed envelope before it is written down and sent, where given. From
  /// several threads at once.
  std::function<Parsed<std::string>(const Draft&, std::string)> rework;
};

/// A line whose answer was not the expected one.
struct Surprise {
  uint64_t line = 0;
  std::string got;
  std::string expected;
};

/// What became of the lines of a plan, those settled by earlier runs included.
struct BatchSummary {
  static constexpr size_t kSurprisesShown = 20;

  uint64_t sent = 0;     // in this run
  uint64_t earlier = 0;  // settled by an earlier run, and not sent
  uint64_t accepted = 0;
  std::map<std::string, uint64_t> refused;  // by reason
  uint64_t unexpected_count = 0;
  std::vector<Surprise> unexpected;  // the first kSurprisesShown

  [[nodiscard]] Json ToJson() const;
};

/// Carries out a plan: one JSON object on each line (specs/plan.md), empty lines skipped. Signs the
/// next chunk while one is in flight. The stream must be readable twice.
///
/// Every envelope is recorded in `sent` and synced before it is sent. A run continues an earlier
/// one: lines that were accepted, or refused as expected, are not sent again; a line without an
/// answer is sent with the same bytes; a line that was refused keeps its id. Stops with a Failure
/// if a line is malformed, if lines that were sent have changed (MatchPlan), or if the server stops
/// answering; the same call then continues from there.
Tried<BatchSummary> RunBatch(std::istream& plan, const Keyring& keyring, const LedgerInfo& info,
                             Client& client, SentFile& sent, const BatchOptions& options);

}  // namespace enishi
