#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/calendar.h"
#include "ledger/base/identifiers.h"

namespace enishi::soak {

/// One acknowledged payment.
struct Acknowledgement {
  uint64_t index = 0;
  Timestamp committed_at;
  uint64_t body = 0;  // BodyMark of the signed body
};
/// A short hash to tell bodies apart: the first bytes of their SHA-256.
uint64_t BodyMark(std::string_view body);

/// The acknowledgements of the service, to compare with the log as it is read later. Kept outside
/// of the service's process: 40 bytes in memory and one line in a file for each payment.
class Acknowledgements {
 public:
  /// The file gets one line per acknowledgement: index, committed_at, mark and id.
  explicit Acknowledgements(const std::filesystem::path& file);

  /// Thread-safe.
  void Keep(const Acknowledgement& acknowledgement, const Uuid& id);
  /// One more than the highest acknowledged index. Thread-safe.
  [[nodiscard]] uint64_t acknowledged_size() const;
  [[nodiscard]] uint64_t acknowledged() const;

  // The following functions are for one thread, which reads the log.

  /// Adds the next entry of the log.
  void Append(Timestamp committed_at, uint64_t body);
  [[nodiscard]] uint64_t read_size() const { return log_.size(); }
  /// The log has been replaced: everything must be read and compared again.
  void BeginAnew();
  /// Compares the acknowledgements since the last call with the log. Those beyond the entries read
  /// are kept for later, but count as lost if their index is below `covered`.
  void Compare(uint64_t covered);

  /// The number of acknowledgements that the log does not have at their index; and the first of
  /// them, for people.
  [[nodiscard]] uint64_t lost() const { return lost_; }
  [[nodiscard]] const std::string& first_lost() const { return first_lost_; }
  /// The number of entries whose body occurs earlier in the log. Reads the whole log.
  [[nodiscard]] uint64_t CountDoubled() const;
  /// The number of entries from `from` on that were not acknowledged.
  [[nodiscard]] uint64_t CountUnclaimed(uint64_t from) const;

 private:
  struct Entry {
    uint64_t committed_at_ms;
    uint64_t body;
  };
  [[nodiscard]] bool IsInLog(const Acknowledgement& acknowledgement) const;

  mutable std::mutex mutex_;
  std::ofstream file_;
  std::vector<Acknowledgement> acknowledgements_;
  uint64_t acknowledged_size_ = 0;

  std::vector<Entry> log_;
  std::vector<bool> claimed_;
  std::vector<Acknowledgement> ahead_;  // acknowledgements beyond the entries read
  size_t compared_ = 0;                 // of acknowledgements_
  uint64_t lost_ = 0;
  std::string first_lost_;
};

}  // namespace enishi::soak
