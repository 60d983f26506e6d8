#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "ledger/service/ledger_service.h"
#include "tests/faults/faulty_disk.h"
#include "tests/fixtures/town.h"

namespace enishi::testing {

/// The folder of a ledger on a FaultyDisk.
inline constexpr std::string_view kLedgerFolder = "/ledger";

/// The instructions of every ledger in these tests, in order: a genesis, the furnishing of a town,
/// a dozen payments. The leaves are the same in every run, so a correct log is a prefix of them.
class Script : public Town {
 public:
  /// One instance for the whole test program.
  static Script& Shared();

  [[nodiscard]] const std::vector<Instruction>& instructions() const { return instructions_; }
  [[nodiscard]] size_t size() const { return instructions_.size(); }
  /// The number of instructions before the first payment.
  [[nodiscard]] size_t furnished() const { return furnished_; }
  /// The shop's balance after that many entries.
  [[nodiscard]] int64_t SalesAfter(uint64_t size) const { return sales_.at(size); }
  [[nodiscard]] const Hash& RootOf(uint64_t size) const { return roots_.at(size); }

 private:
  Script();
  std::vector<Instruction> instructions_;
  std::vector<int64_t> sales_;
  std::vector<Hash> roots_;
  size_t furnished_ = 0;
};

/// A ledger service with all its files on that disk.
class TownOnDisk {
 public:
  explicit TownOnDisk(const Image& image = {});
  ~TownOnDisk();

  [[nodiscard]] FaultyDisk& disk() { return *disk_; }
  /// Returns why it does not open, or "".
  std::string Open();
  void Close() { service_.reset(); }
  [[nodiscard]] LedgerService& service() { return *service_; }

  Answer Ask(const Instruction& instruction);
  /// Submits the script's instructions in [first, end). Waits from time to time until a head covers
  /// all entries or a failure occurs. Checks that answers and reads do not contradict each other.
  void Play(size_t first, size_t end);
  void WaitForHead();
  /// For a ledger that already has that many entries.
  void Resume(uint64_t entries) { said_.accepted = entries; }
  /// Opens the ledger, submits the rest of the script, and closes. Only a failure of the disk may
  /// prevent it from reaching the end.
  void Live(size_t first = 0);

  /// What the service has told its clients, which a later process must not contradict.
  struct Said {
    uint64_t accepted = 0;              // entries answered as accepted
    uint64_t entries_max = UINT64_MAX;  // the largest size of the log that the answers allow
    std::vector<std::string> heads;
    std::string failure;  // of the start, or later
  };
  [[nodiscard]] const Said& said() const { return said_; }

 private:
  void Note(uint64_t index, const Answer& answer);
  void CheckReads();
  void NoteHead();

  std::shared_ptr<FaultyDisk> disk_;
  std::unique_ptr<rocksdb::Env> env_;
  std::unique_ptr<LedgerService> service_;
  Said said_;
};

/// Opens the image in a new process on a working disk and compares it with what was told before:
/// every acknowledged entry is in the log once, nothing else is, heads are continued, the rest of
/// the script is accepted, and the state equals the one of the rules.
void CheckOneRestartIsEnough(const Image& image, const TownOnDisk::Said& before);

/// The shop's balance, as clients read it.
int64_t SalesOf(const LedgerService& service);

/// The image of a ledger that ran the script up to that instruction and was stopped in order.
Image StoppedAfter(size_t entries);
/// The same with a power cut right after the last answer: no head, nothing flushed since.
Image CutAfter(size_t entries);

}  // namespace enishi::testing
