#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "ledger/facts/facts.h"
#include "wallet-cli/tables/csv_writer.h"

namespace enishi {

/// The activity data that evaluators count, as a table: one row for each fact, accounts as
/// pseudonyms (specs/activity-data.md, pinned by tests/wallet-cli/export/activity_data_test.cc).
class ActivityData {
 public:
  /// Begins with the row of the columns' names.
  ActivityData();

  void Add(const Fact& fact);

  [[nodiscard]] uint64_t rows() const { return rows_; }
  /// How much was written since the last Take.
  [[nodiscard]] size_t bytes() const { return writer_.text().size(); }
  /// What was written since the last call: a year of a city does not fit into memory as one text.
  std::string Take() { return writer_.Take(); }

 private:
  CsvWriter writer_;
  uint64_t rows_ = 0;
};

}  // namespace enishi
