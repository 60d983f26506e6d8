#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/calendar.h"
#include "ledger/base/result.h"
#include "wallet-cli/tables/csv.h"

namespace enishi {

/// One purchase: a household, a store and a time.
struct Basket {
  std::string id;
  std::string household;
  std::string store;
  Timestamp at;
  int64_t cents = 0;  // the exact sum of its lines
  size_t line = 0;    // its first line in the file
};

struct PurchaseList {
  std::vector<Basket> baskets;        // baskets above zero, by time, then by id
  size_t lines = 0;                   // lines read, without the header
  std::vector<Basket> free_baskets;   // baskets of zero
  std::vector<LineProblem> problems;  // skipped lines
  std::vector<LineProblem> notes;     // lines kept although they contradict their basket
};

/// Reads lines of purchases: household_id, store_id, basket_id, sales_value and
/// transaction_timestamp, in any order; other columns are ignored. Lines with the same basket id
/// form one basket. Its first line sets household, store and time; a later line with other values
/// is noted. Values are decimals with at most two significant places; they are added as whole
/// cents.
///
/// Times are RFC 3339 up to the year 2199; without a zone they are UTC. Ids are 1 to 24 characters
/// of [A-Za-z0-9_.+-]. They are texts, even if a spreadsheet wrote one as 4.0128e+10. Invalid lines
/// are reported and skipped. Fails only if the encoding or the header cannot be read.
Parsed<PurchaseList> ReadPurchases(std::string_view bytes);

/// Parses "3", "3.8" or "3.86" as cents, exactly. Returns nullopt for signs, exponents, fractions
/// of a cent, and 10^10 cents or more.
std::optional<int64_t> ReadCents(std::string_view text);

/// The order of ids: numbers first, by value; then other texts, by their bytes.
bool IdLess(std::string_view a, std::string_view b);

}  // namespace enishi
