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
#include "wallet-cli/terminal/failure.h"
#include "wallet-cli/plan/expander.h"
#include "wallet-cli/submit/sent_file.h"

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

/// Carries out a plan: one JSON object on each line (specs/plan.md), empty lines skipped. While
/// one chunk is on its way the next is being signed. The plan must be one that can be read twice.
///
/// Every envelope is in `sent`, on the disk, before it goes out. What an earlier run of the plan
/// left there is taken up: lines that were accepted, or refused as expected, are not sent again;
/// one without an answer goes out with the very same bytes; one that was refused keeps its id.
/// Stops with a Failure when a line makes no sense, when lines that were sent have been changed
/// (MatchPlan), or when the server stops answering; the same call again goes on from there.
Tried<BatchSummary> RunBatch(std::istream& plan, const Keyring& keyring, const LedgerInfo& info,
                             Client& client, SentFile& sent, const BatchOptions& options);

}  // namespace enishi
