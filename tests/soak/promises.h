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

/// What an answer told about one payment.
struct Acknowledgement {
  uint64_t index = 0;
  Timestamp committed_at;
  uint64_t body = 0;  // BodyMark of what was signed
};
/// Tells bodies apart: the first bytes of their SHA-256.
uint64_t BodyMark(std::string_view body);

/// What the service has promised by its answers, beside the log as it shows it later. Kept outside
/// the service's process, 40 bytes a payment in memory and a line in a file.
class Promises {
 public:
  /// The file gets a line for each acknowledgement: index, committed_at, mark and id.
  explicit Promises(const std::filesystem::path& file);

  /// Any thread.
  void Keep(const Acknowledgement& acknowledgement, const Uuid& id);
  /// One more than the highest index that was answered; any thread.
  [[nodiscard]] uint64_t promised_size() const;
  [[nodiscard]] uint64_t acknowledged() const;

  // The log as it is read; one thread for all that follows.

  /// The next entry of the log.
  void Append(Timestamp committed_at, uint64_t body);
  [[nodiscard]] uint64_t read_size() const { return log_.size(); }
  /// The log is another one than was read: everything is to be read and compared again.
  void BeginAnew();
  /// Holds against the log what was promised since the last time. What should lie beyond the end of
  /// what was read is left for later, but is lost where it should lie before `covered`.
  void Compare(uint64_t covered);

  /// Promises that the log does not hold at their index, as they were answered; and the first of
  /// them, for people.
  [[nodiscard]] uint64_t lost() const { return lost_; }
  [[nodiscard]] const std::string& first_lost() const { return first_lost_; }
  /// Entries whose body stands in the log once more. Looks at the whole log.
  [[nodiscard]] uint64_t CountDoubled() const;
  /// Entries from `from` on that nobody was told of.
  [[nodiscard]] uint64_t CountUnclaimed(uint64_t from) const;

 private:
  struct Entry {
    uint64_t committed_at_ms;
    uint64_t body;
  };
  [[nodiscard]] bool IsKept(const Acknowledgement& promise) const;

  mutable std::mutex mutex_;
  std::ofstream file_;
  std::vector<Acknowledgement> promises_;
  uint64_t promised_size_ = 0;

  std::vector<Entry> log_;
  std::vector<bool> claimed_;
  std::vector<Acknowledgement> ahead_;  // promises beyond the end of what was read
  size_t compared_ = 0;                 // of promises_
  uint64_t lost_ = 0;
  std::string first_lost_;
};

}  // namespace enishi::soak
