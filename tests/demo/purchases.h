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

/// What one household bought at one store at one time.
struct Basket {
  std::string id;
  std::string household;
  std::string store;
  Timestamp at;
  int64_t cents = 0;  // the exact sum of its lines
  size_t line = 0;    // its first line in the file
};

struct PurchaseList {
  std::vector<Basket> baskets;        // those that cost something, by time, then by id
  size_t lines = 0;                   // lines that were read, without the header
  std::vector<Basket> free_baskets;   // those that cost nothing
  std::vector<LineProblem> problems;  // lines that were passed over
  std::vector<LineProblem> notes;     // lines that were kept though they contradict their basket
};

/// Reads lines of purchases: household_id, store_id, basket_id, sales_value and
/// transaction_timestamp, in any order and among others. Lines with one basket id are one basket;
/// its first line says whose it is, where and when, and a later line that says otherwise is noted.
/// Values are decimals with at most two significant places and are added as whole cents.
///
/// Times are RFC 3339 up to the year 2199, or without a zone, which means UTC. Ids are 1 to 24 of
/// [A-Za-z0-9_.+-]: texts, even where a spreadsheet has made one 4.0128e+10. Bad lines are reported
/// and passed over. Refuses the file only when its encoding or its header cannot be read.
Parsed<PurchaseList> ReadPurchases(std::string_view bytes);

/// Reads "3", "3.8" or "3.86" as cents, exactly; nothing for signs, exponents, parts of a cent and
/// amounts of 10^10 cents and more.
std::optional<int64_t> ReadCents(std::string_view text);

/// The order of ids: numbers by value and before other texts, which come by their bytes.
bool IdLess(std::string_view a, std::string_view b);

}  // namespace enishi
