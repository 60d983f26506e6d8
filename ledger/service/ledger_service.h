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

/// What became of an instruction that was accepted, now or earlier under the same id and bytes.
struct Accepted {
  uint64_t index = 0;
  Timestamp committed_at;
  Outcome outcome;
  bool repeated = false;  // the same bytes had been accepted before
};

/// Why there is no answer about the instruction itself. Nothing can be said of its effect only
/// for kOutcomeUnknown: ask again with the same bytes.
enum class Unavailable { kQueueFull, kReadOnly, kOutcomeUnknown, kStopping };

using Answer = std::variant<Accepted, Rejection, Unavailable>;

/// A running ledger: log, derived state, sequencer, checkpointer and sweeper. Open it, submit to
/// it from any number of threads, stop it. All reads see committed state only.
class LedgerService {
 public:
  struct Options {
    std::filesystem::path folder;           // holds log/, head and state/; made when missing
    Origin origin;                          // as the genesis says
    ClockMode clock = ClockMode::kReal;     // as the genesis says
    std::vector<PublicKey> administrators;  // who may found the ledger; needed for a genesis only
    size_t queue_max = 8192;                // instructions waiting; beyond it kQueueFull
    size_t batch_max = 1024;                // instructions in one commit
    std::chrono::milliseconds checkpoint_every{200};
    /// Start though the last entry is more than 400 days old: somebody has looked at the clock.
    bool accept_clock = false;
    uint64_t replay_max = 65'536;  // entries that a start may have to replay; flushed this often
    /// Where the wall clock comes from, the machine's by default; tests replace it.
    std::function<Timestamp()> wall_clock;
    /// Milliseconds that only go forward, against which the wall clock of a real ledger is watched;
    /// the machine's by default. A test whose wall clock is not the machine's replaces both.
    std::function<uint64_t()> monotonic_ms;
    /// The disk that log, head and state are opened on; the machine's own by default. Tests give
    /// one that fails. Must outlive the service.
    rocksdb::Env* env = nullptr;
  };

  virtual ~LedgerService() = default;

  /// Looks up what the instruction will need, and queues it; its signatures have been verified. So
  /// this may wait for a disk, and many threads may do it at once. `done` is called exactly once,
  /// from another thread, after the commit of whatever the answer depends on; or, for kQueueFull
  /// and kStopping, before this returns. `done` must be quick.
  virtual void Submit(Instruction instruction, std::function<void(Answer)> done) = 0;

  /// Runs `read` on committed state that does not change meanwhile. Many at once.
  void Read(const std::function<void(const View&)>& read) const {
    ReadAt([&read](const View& view, uint64_t /*size*/) { read(view); });
  }
  /// The same, with the number of entries after which that state is.
  virtual void ReadAt(
      const std::function<void(const View&, uint64_t applied_size)>& read) const = 0;
  [[nodiscard]] virtual const Log& log() const = 0;
  /// The hash of the genesis leaf; nothing before the genesis.
  [[nodiscard]] virtual std::optional<Hash> ledger() const = 0;
  /// What committed_at would be now.
  [[nodiscard]] virtual Timestamp now() const = 0;
  /// What the service was opened as. Never changes.
  [[nodiscard]] virtual const LedgerIdentity& identity() const = 0;

  /// The newest published head as a signed note; empty before the first.
  [[nodiscard]] virtual std::string checkpoint() const = 0;
  /// A tile's hashes, at least `width` of them; nothing beyond the published head.
  [[nodiscard]] virtual std::optional<std::string> Tile(uint32_t level, uint64_t number,
                                                        uint32_t width) const = 0;
  /// Nothing when the index is not below the size, or the size not up to the published head.
  [[nodiscard]] virtual std::optional<std::vector<Hash>> Inclusion(uint64_t index,
                                                                   uint64_t size) const = 0;
  [[nodiscard]] virtual std::optional<std::vector<Hash>> Consistency(uint64_t old_size,
                                                                     uint64_t size) const = 0;

  /// Why the ledger is read-only; empty while all is well.
  [[nodiscard]] virtual std::string failure() const = 0;
  struct Counters {
    uint64_t accepted = 0, repeated = 0, rejected = 0, commits = 0, queue = 0, log_size = 0,
             head_size = 0;
    bool sweeping = false;  // expired lots are still to be moved
    /// How often a row of the state could not be read or written. Where it is another one after a
    /// read than before, the read may have missed rows, and nothing may be told from it.
    uint64_t failures = 0;
  };
  [[nodiscard]] virtual Counters counters() const = 0;

  /// Answers what is queued, publishes a last head, flushes, and stops. Idempotent.
  virtual void Stop() = 0;
};

}  // namespace enishi
