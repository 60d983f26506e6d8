#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "ledger/instruction/instruction.h"
#include "ledger/keys/keys.h"
#include "ledger/log/log.h"
#include "ledger/merkle/checkpoint.h"
#include "ledger/rules/state/outcome.h"
#include "ledger/rules/state/view.h"
#include "ledger/service/identity.h"

namespace rocksdb {
class Env;
}  // namespace rocksdb

namespace enishi {

/// An instruction that was accepted, now or earlier under the same id and bytes.
struct Accepted {
  uint64_t index = 0;
  Timestamp committed_at;
  Outcome outcome;
  bool repeated = false;  // the same bytes had been accepted before
};

/// Why an instruction was neither accepted nor rejected. It had no effect, except that the effect
/// of kOutcomeUnknown is not known: send the same bytes again.
enum class Unavailable { kQueueFull, kReadOnly, kOutcomeUnknown, kStopping };

using Answer = std::variant<Accepted, Rejection, Unavailable>;

/// A running ledger: log, derived state, sequencer, checkpointer and sweeper. Open it, submit to
/// it from any number of threads, stop it. All reads see committed state only.
class LedgerService {
 public:
  struct Options {
    std::filesystem::path folder;           // holds log/, head and state/; made if it is missing
    Origin origin;                          // as the genesis says
    ClockMode clock = ClockMode::kReal;     // as the genesis says
    std::vector<PublicKey> administrators;  // who may found the ledger; needed for a genesis only
    size_t queue_max = 8192;                // instructions waiting; beyond it kQueueFull
    size_t batch_max = 1024;                // instructions in one commit
    std::chrono::milliseconds checkpoint_every{200};
    /// Start although the last entry is more than 400 days old: an operator checked the clock.
    bool accept_clock = false;
    uint64_t replay_max = 65'536;  // entries that a start replays at most; flushed this often
    /// The source of the wall clock, the machine's by default; tests replace it.
    std::function<Timestamp()> wall_clock;
    /// Milliseconds that never go back, with which the wall clock of a real ledger is compared; the
    /// machine's by default. A test that replaces the wall clock replaces both.
    std::function<uint64_t()> monotonic_ms;
    /// The file system of log, head and state; the machine's own by default. Tests give one that
    /// fails. Must outlive the service.
    rocksdb::Env* env = nullptr;
  };

  virtual ~LedgerService() = default;

  /// Prefetches the rows of the instruction and queues it. The caller has verified the signatures.
  /// May wait for a disk. Any thread. Calls `done` exactly once: from another thread, after the
  /// commit of every batch that the answer depends on; for kQueueFull and kStopping before this
  /// returns. `done` must not block.
  virtual void Submit(Instruction instruction, std::function<void(Answer)> done) = 0;

  /// Runs `read` on a snapshot of the committed state. Any thread, many at once.
  void Read(const std::function<void(const View&)>& read) const {
    ReadAt([&read](const View& view, uint64_t /*size*/) { read(view); });
  }
  /// The same; `applied_size` is the number of entries that the snapshot includes.
  virtual void ReadAt(
      const std::function<void(const View&, uint64_t applied_size)>& read) const = 0;
  [[nodiscard]] virtual const Log& log() const = 0;
  /// The hash of the genesis leaf, or nullopt before the genesis.
  [[nodiscard]] virtual std::optional<Hash> ledger() const = 0;
  /// The committed_at that an entry would get now.
  [[nodiscard]] virtual Timestamp now() const = 0;
  /// The options and keys the service was opened with. Never changes.
  [[nodiscard]] virtual const LedgerIdentity& identity() const = 0;

  /// The newest published head as a signed note; empty before the first.
  [[nodiscard]] virtual std::string checkpoint() const = 0;
  /// A tile's hashes, at least `width` of them, or nullopt beyond the published head.
  [[nodiscard]] virtual std::optional<std::string> Tile(uint32_t level, uint64_t number,
                                                        uint32_t width) const = 0;
  /// Nullopt if the index is not below the size or the size is above the published head.
  [[nodiscard]] virtual std::optional<std::vector<Hash>> Inclusion(uint64_t index,
                                                                   uint64_t size) const = 0;
  [[nodiscard]] virtual std::optional<std::vector<Hash>> Consistency(uint64_t old_size,
                                                                     uint64_t size) const = 0;

  /// Why the ledger is read-only, for people; empty while it takes writes.
  [[nodiscard]] virtual std::string failure() const = 0;
  struct Counters {
    uint64_t accepted = 0, repeated = 0, rejected = 0, commits = 0, queue = 0, log_size = 0,
             head_size = 0;
    bool sweeping = false;  // expired lots have yet to be moved
    /// How often a row of the state could not be read or written. If the number changes during a
    /// read, the read may have missed rows and its result must be dropped.
    uint64_t failures = 0;
  };
  [[nodiscard]] virtual Counters counters() const = 0;

  /// Answers all queued instructions, publishes a last head, flushes and stops. Idempotent.
  virtual void Stop() = 0;
};

}  // namespace enishi
