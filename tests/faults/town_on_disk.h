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

/// Where a ledger lies on a FaultyDisk.
inline constexpr std::string_view kLedgerFolder = "/ledger";

/// What every ledger of these tests is asked to do, in order: a genesis, the furnishing of a town,
/// a dozen payments. Its leaves are the same in every run, so a log is right when it begins with
/// them.
class Script : public Town {
 public:
  /// One for the whole test program.
  static Script& Shared();

  [[nodiscard]] const std::vector<Instruction>& instructions() const { return instructions_; }
  [[nodiscard]] size_t size() const { return instructions_.size(); }
  /// How many of them come before the first payment.
  [[nodiscard]] size_t furnished() const { return furnished_; }
  /// What the shop has after that many entries.
  [[nodiscard]] int64_t SalesAfter(uint64_t size) const { return sales_.at(size); }
  [[nodiscard]] const Hash& RootOf(uint64_t size) const { return roots_.at(size); }

 private:
  Script();
  std::vector<Instruction> instructions_;
  std::vector<int64_t> sales_;
  std::vector<Hash> roots_;
  size_t furnished_ = 0;
};

/// A ledger service whose every file is on that disk.
class TownOnDisk {
 public:
  explicit TownOnDisk(const Image& image = {});
  ~TownOnDisk();

  [[nodiscard]] FaultyDisk& disk() { return *disk_; }
  /// Why it does not open; empty when it does.
  std::string Open();
  void Close() { service_.reset(); }
  [[nodiscard]] LedgerService& service() { return *service_; }

  Answer Ask(const Instruction& instruction);
  /// Asks for the script's instructions in [first, end), and now and then waits until there is a
  /// head of all entries or a failure. Checks that no answer and no read contradicts another.
  void Play(size_t first, size_t end);
  void WaitForHead();
  /// For a ledger that has that many entries from an earlier life.
  void Resume(uint64_t entries) { said_.accepted = entries; }
  /// Opens and plays all of the script that is left, and closes. Only a failure of the disk may
  /// keep it from the end.
  void Live(size_t first = 0);

  /// What it said while it lived, for whom a later life must not contradict.
  struct Said {
    uint64_t accepted = 0;              // entries that were answered as accepted
    uint64_t entries_max = UINT64_MAX;  // the log cannot have more, by what was answered
    std::vector<std::string> heads;
    std::string failure;  // of the opening, or later
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

/// Opens the image in a new process on a disk that works, and checks against what was said before:
/// every acknowledged entry is there once and nothing else is, heads are extended, the rest of the
/// script goes through, and the state is the one that the rules make.
void CheckOneRestartIsEnough(const Image& image, const TownOnDisk::Said& before);

/// What the shop has, as anyone reads it.
int64_t SalesOf(const LedgerService& service);

/// The image of a ledger that played the script up to there and was stopped in order.
Image StoppedAfter(size_t entries);
/// The same, with the power cut right behind the last answer: no head, nothing flushed since.
Image CutAfter(size_t entries);

}  // namespace enishi::testing
