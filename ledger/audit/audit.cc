#include "ledger/audit/audit.h"

#include <algorithm>
#include <atomic>
#include <future>
#include <system_error>
#include <thread>
#include <utility>

#include "ledger/audit/tiles_check.h"

namespace enishi {
namespace {

// Bundles that are read ahead together: enough work to share among threads, little memory, and
// little left to replay by one thread when the last are verified.
constexpr uint64_t kBundlesAtOnce = 4;

// Entries that a thread takes at a time, so that none is left with much when the others are done.
constexpr size_t kEntriesAtOnce = 16;

/// Entries of consecutive bundles, being verified by several threads.
struct Chunk {
  uint64_t first = 0;
  std::vector<std::string> bundles;
  std::vector<std::string_view> leaves;
  std::vector<ReadEntry> entries;
  std::atomic<size_t> next = 0;  // the first entry that no thread has taken
  std::vector<std::future<void>> work;
  std::string problem;  // a bundle that cannot be read
  uint64_t problem_entry = 0;

  // Verifies entries until every entry is taken.
  void Verify() {
    while (true) {
      const size_t from = next.fetch_add(kEntriesAtOnce);
      if (from >= leaves.size()) return;
      const size_t to = std::min(leaves.size(), from + kEntriesAtOnce);
      for (size_t i = from; i < to; ++i) entries[i] = ReadAndVerify(leaves[i]);
    }
  }

  // Verifies too, and returns once all entries are verified.
  void Wait() {
    Verify();
    for (auto& part : work) part.get();
    work.clear();
  }
};

class Auditor {
 public:
  Auditor(LogSource& source, const AuditOptions& options)
      : source_(source), options_(options), tiles_(source) {
    threads_ =
        options.threads != 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency());
    earlier_ = options.earlier_heads;
    std::sort(earlier_.begin(), earlier_.end(),
              [](const Checkpoint& a, const Checkpoint& b) { return a.size < b.size; });
    replay_.on_entry = options.on_entry;
  }

  AuditReport Run() {
    report_.ok = ReadHead() && ReadEntries() && CheckEnd();
    report_.entries = replay_.size();
    report_.ledger = replay_.ledger();
    return std::move(report_);
  }

 private:
  bool Fail(std::string problem, std::optional<uint64_t> entry = std::nullopt) {
    report_.problem = std::move(problem);
    report_.bad_entry = entry;
    return false;
  }

  // The text of the head tells how much to read; whether its signature is good is checked here
  // where a key was given, and against the genesis otherwise.
  bool ReadHead() {
    const auto text = source_.Checkpoint();
    if (!text) return Fail(text.error().message);
    note_ = *text;
    const auto note = ParseNote(note_);
    if (!note) return Fail("the head is not a signed note: " + note.error().message);
    const auto head = ParseCheckpoint(note->text);
    if (!head) return Fail("the head is not a checkpoint: " + head.error().message);
    report_.head = *head;
    if (!options_.verifier_key) return true;
    return CheckHeadSignature(*options_.verifier_key);
  }

  bool CheckHeadSignature(const VerifierKey& key) {
    const auto opened = OpenCheckpoint(note_, key);
    if (opened) return true;
    return Fail("the head: " + std::string(Describe(opened.error())));
  }

  std::unique_ptr<Chunk> StartChunk(uint64_t first) {
    auto started = std::make_unique<Chunk>();
    Chunk& chunk = *started;
    chunk.first = first;
    uint64_t next = first;
    for (uint64_t i = 0; i < kBundlesAtOnce && next < report_.head.size; ++i) {
      const uint64_t left = report_.head.size - next;
      const auto width = static_cast<uint32_t>(std::min<uint64_t>(kTileWidth, left));
      const BundleId id{next / kTileWidth, width};
      auto bundle = source_.Bundle(id);
      if (!bundle) {
        chunk.problem = bundle.error().message;
        chunk.problem_entry = next;
        break;
      }
      chunk.bundles.push_back(*std::move(bundle));
      const auto leaves = DecodeBundle(chunk.bundles.back());
      if (!leaves || leaves->size() != width) {
        // The entries up to where it cannot be read are still checked: a wrong length makes the
        // entry behind it wrong, and what seems to follow is only a consequence.
        const size_t readable = ReadableEntries(chunk.bundles.back()).size();
        chunk.problem = BundlePath(id) + " does not hold its entries";
        chunk.problem_entry = next + std::min<uint64_t>(readable, width - 1);
        break;
      }
      next += width;
    }
    // The views into the bundles are made once the bundles no longer move.
    for (const std::string& bundle : chunk.bundles) {
      const auto leaves = ReadableEntries(bundle);
      chunk.leaves.insert(chunk.leaves.end(), leaves.begin(), leaves.end());
    }
    if (!chunk.problem.empty()) chunk.leaves.resize(chunk.problem_entry - chunk.first);
    chunk.entries.resize(chunk.leaves.size());
    // This thread verifies as well, once it has replayed the previous chunk.
    StartThreads(chunk);
    return started;
  }

  // A machine without another thread is slower, not a reason to fail: Wait() verifies what is left.
  void StartThreads(Chunk& chunk) const {
    const auto verify = [&chunk] { chunk.Verify(); };
    try {
      for (unsigned i = 1; i < threads_; ++i) {
        chunk.work.push_back(options_.start_thread ? options_.start_thread(verify)
                                                   : std::async(std::launch::async, verify));
      }
    } catch (const std::system_error&) {
    }
  }

  // Replays one chunk while the next is being verified.
  bool ReadEntries() {
    auto chunk = StartChunk(0);
    bool good = true;
    while (good && frontier_.size() < report_.head.size) {
      chunk->Wait();
      std::unique_ptr<Chunk> next;
      const uint64_t next_first = chunk->first + chunk->entries.size();
      if (chunk->problem.empty() && next_first < report_.head.size) {
        next = StartChunk(next_first);
      }
      good = ReplayChunk(*chunk);
      if (next) {
        if (!good) next->Wait();
        chunk = std::move(next);
      }
    }
    return good;
  }

  bool ReplayChunk(const Chunk& chunk) {
    std::vector<Hash> leaf_hashes;
    for (size_t at = 0; at < chunk.entries.size(); ++at) {
      leaf_hashes.push_back(chunk.entries[at].leaf_hash);
      const bool bundle_ends = leaf_hashes.size() == kTileWidth || at + 1 == chunk.entries.size();
      if (!bundle_ends) continue;
      const auto difference = tiles_.Append(leaf_hashes);
      leaf_hashes.clear();
      if (!difference) continue;
      // Entries before the one that differs are still worth checking: the first fault is named.
      const uint64_t bad = difference->entry.value_or(chunk.first + at);
      return ReplayUpTo(chunk, bad) && Fail(difference->why, difference->entry);
    }
    if (!ReplayUpTo(chunk, chunk.first + chunk.entries.size())) return false;
    if (!chunk.problem.empty()) return Fail(chunk.problem, chunk.problem_entry);
    return true;
  }

  bool ReplayUpTo(const Chunk& chunk, uint64_t end) {
    while (frontier_.size() < end) {
      if (!CheckEarlierHeads()) return false;
      const ReadEntry& entry = chunk.entries[frontier_.size() - chunk.first];
      if (!ReplayEntry(entry)) return false;
      frontier_.Append(entry.leaf_hash);
    }
    if (options_.on_progress) options_.on_progress(frontier_.size(), report_.head.size);
    return true;
  }

  // An entry that newer rules decide ends the replay and nothing else: the hashes and signatures
  // of all entries show by themselves whether an entry was changed.
  bool ReplayEntry(const ReadEntry& entry) {
    const uint64_t index = frontier_.size();
    const auto fault = replay_over_ ? entry.fault : replay_.Next(entry);
    if (!fault) {
      if (!replay_over_) report_.signatures += entry.leaf.signatures.size();
      return true;
    }
    if (!fault->unknown_rules) return Fail(fault->why, index);
    if (!replay_over_) {
      report_.not_checked.push_back("entry " + std::to_string(index) +
                                    " and all after it: " + fault->why);
    }
    replay_over_ = true;
    return true;
  }

  bool CheckEarlierHeads() {
    while (next_earlier_ < earlier_.size() && earlier_[next_earlier_].size == frontier_.size()) {
      if (earlier_[next_earlier_].root != frontier_.Root()) {
        return Fail("the log does not continue the head of size " +
                    std::to_string(frontier_.size()) + " that was seen earlier");
      }
      ++next_earlier_;
    }
    return true;
  }

  bool CheckEnd() {
    if (const auto difference = tiles_.Finish()) {
      return Fail(difference->why, difference->entry);
    }
    if (frontier_.Root() != report_.head.root) {
      return Fail("the entries do not have the root that the head says");
    }
    if (!CheckEarlierHeads()) return false;
    if (next_earlier_ < earlier_.size()) {
      return Fail("the log is shorter than a head that was seen earlier");
    }
    const auto ledger = Find<LedgerRow>(replay_.state(), {});
    if (!ledger) return !replay_over_ && Fail("the log has no genesis");
    if (!CheckGenesisKey(*ledger)) return false;
    auto totals = Reconcile(replay_.state());
    if (!totals) return Fail(totals.error().message);
    report_.totals = *totals;
    return !replay_over_;
  }

  bool CheckGenesisKey(const LedgerRow& ledger) {
    const VerifierKey key = CheckpointVerifier(ledger.origin, ledger.log_key);
    if (!options_.verifier_key) {
      report_.not_checked.push_back(
          "whether the log's key is the right one: none was given, the genesis names " +
          key.Encode());
      return CheckHeadSignature(key);
    }
    if (key == *options_.verifier_key) return true;
    return Fail("the genesis names another log key than the one given", 0);
  }

  LogSource& source_;
  const AuditOptions& options_;
  unsigned threads_ = 1;
  AuditReport report_;
  std::string note_;
  Replay replay_;
  bool replay_over_ = false;  // at an entry that these rules do not know
  TilesCheck tiles_;
  Frontier frontier_;
  std::vector<Checkpoint> earlier_;
  size_t next_earlier_ = 0;
};

}  // namespace

AuditReport Audit(LogSource& source, const AuditOptions& options) {
  return Auditor(source, options).Run();
}

}  // namespace enishi
