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

/// Rows that were looked up before they are needed, by key.
struct RowsAhead {
  uint64_t as_of = 0;  // what the first so many entries did to the rows is in them
  std::vector<std::pair<std::string, std::string>> rows;
};

/// Looks rows up on the threads that verify signatures, so that the one thread that decides need
/// not: in a ledger of ten million accounts it spent four fifths of its time on that. Any thread.
class ReadAhead {
 public:
  /// The state must outlive it.
  explicit ReadAhead(const State& state) : state_(state) {}

  /// The rows with these keys that there are, without those that were read here lately: whoever is
  /// given the rows has them still (RowCache).
  RowsAhead Read(std::vector<std::string> keys);

 private:
  // Several times the rows that a RowCache of the usual size holds, so that two rows in use rarely
  // share a place: each would have the other read again and again.
  static constexpr size_t kPlaces = size_t{1} << 20;

  const State& state_;
  // The hash of the row read last of all that belong to the place. Another one with the same hash
  // is not read ahead, and nothing worse.
  std::array<std::atomic<uint32_t>, kPlaces> lately_{};
};

}  // namespace enishi
