#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "ledger/state/state.h"

namespace enishi {

/// Prefetched rows by key.
struct RowsAhead {
  uint64_t as_of = 0;  // the number of entries whose changes the rows include at least
  std::vector<std::pair<std::string, std::string>> rows;
};

/// Reads rows on the threads that verify signatures, so that the deciding thread does not wait for
/// the database: with ten million accounts that took four fifths of its time. Any thread.
class ReadAhead {
 public:
  /// The state must outlive it.
  explicit ReadAhead(const State& state) : state_(state) {}

  /// Returns the rows with these keys that exist, except those that were read here lately: the
  /// RowCache that receives the rows still has them.
  RowsAhead Read(std::vector<std::string> keys);

 private:
  // Several times the rows that a RowCache of the usual size holds, so that two rows in use rarely
  // share a slot: they would evict each other on every read.
  static constexpr size_t kPlaces = size_t{1} << 20;

  const State& state_;
  // The hash of the row read last in each slot. A different row with the same hash is not
  // prefetched, which costs time only.
  std::array<std::atomic<uint32_t>, kPlaces> lately_{};
};

}  // namespace enishi
