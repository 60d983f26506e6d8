#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/base/json.h"
#include "ledger/base/result.h"

namespace enishi {

struct ScenarioOptions {
  std::string_view events;        // the bytes of an event list (events.h)
  std::string_view purchases;     // the bytes of a list of purchases (purchases.h)
  std::optional<uint64_t> limit;  // the largest number of baskets
  uint64_t seed = 1;
};

/// A scenario: files for `enishi-demo play`, and the totals that the ledger must reach.
struct Scenario {
  /// By name below the output folder:
  ///   plan/keys.txt             the labels of the keys to create, one per line
  ///   plan/genesis.json         {"at", "until", "municipality", "quorum", "administrators"}
  ///   plan/setup.ndjson         posts, accounts, the currency, programmes
  ///   plan/town-1.ndjson        the days until the opening programme's points expire
  ///   plan/town-2.ndjson        the days after that; see TownLines for the reason
  ///   plan/expected.json        the totals that the ledger must reach, and counts
  ///   plan/input.json           what was read, and each skipped line
  ///   activities-directory.csv  the activities' texts, which are not in the log
  std::map<std::string, std::string> files;
  Json expected;  // plan/expected.json
  Json input;     // plan/input.json
};

/// Makes a scenario from an event list and a list of purchases. The same arguments give the same
/// bytes.
///
/// Every event becomes an activity. Every basket becomes one payment of its exact sum, one point
/// per cent. Baskets keep their order and their distance in time: all are shifted by the same
/// number of days, so that the first one falls on the day (in Tokyo) after the first event begins.
/// Households and stores that occur in the baskets get accounts, each in its own name space.
///
/// Fails if a list cannot be read or has no event or basket.
Parsed<Scenario> MakeScenario(const ScenarioOptions& options);

}  // namespace enishi
