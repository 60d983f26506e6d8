#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/base/json.h"
#include "ledger/base/result.h"

namespace enishi {

struct RehearsalOptions {
  std::string_view events;        // the bytes of an event list (events.h)
  std::string_view purchases;     // the bytes of a list of purchases (purchases.h)
  std::optional<uint64_t> limit;  // the most baskets to play
  uint64_t seed = 1;
};

/// A town's time on paper: files that `enishi-demo` plays and the totals that it must come to.
struct Rehearsal {
  /// By their names below the output folder:
  ///   plan/keys.txt             the labels of the keys to make, one a line
  ///   plan/genesis.json         {"at", "until", "municipality", "quorum", "administrators"}
  ///   plan/setup.ndjson         posts, accounts, the currency, programmes
  ///   plan/town-1.ndjson        the days until the opening programme's points expire
  ///   plan/town-2.ndjson        the days from then on; see TownLines for why they are apart
  ///   plan/expected.json        what the ledger must hold afterwards, and counts
  ///   plan/input.json           what was read, and each line that was passed over
  ///   activities-directory.csv  the activities' texts, which the log does not hold
  std::map<std::string, std::string> files;
  Json expected;  // plan/expected.json
  Json input;     // plan/input.json
};

/// Turns an event list and a list of purchases into a town's time. The same arguments give the
/// same bytes.
///
/// Every event becomes an activity. Every basket becomes one payment of its exact sum, a cent a
/// point. Baskets keep their order and their distance in time: they are shifted by whole days so
/// that the first one falls on the day (in Tokyo) after the one on which the first event begins.
/// Households and stores that occur in the baskets get accounts, each in its own name space.
///
/// Refuses lists that cannot be read or have nothing to play.
Parsed<Rehearsal> MakeRehearsal(const RehearsalOptions& options);

}  // namespace enishi
