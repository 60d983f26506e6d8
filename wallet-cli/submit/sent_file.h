#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/hash.h"
#include "ledger/base/json.h"
#include "wallet-cli/client/client.h"
#include "wallet-cli/terminal/failure.h"

namespace enishi {

/// Returns the hash of what a line of a plan asks for: all its members except `expect` and `note`,
/// which change nothing that is signed (fields of the kind with these names count). White space
/// between the members does not matter. A line that is not JSON is hashed as it is.
Hash IntentOf(std::string_view line);

/// An envelope that was signed for a line of a plan, and what became of it.
struct SentLine {
  enum class State {
    kUnanswered,  // it may have been accepted
    kAccepted,
    kRefused,
  };

  uint64_t line = 0;  // in the plan as it was then, counted from 1
  Hash intent{};
  State state = State::kUnanswered;
  LineAnswer answer;  // where there is one
};

/// An envelope to be written down before it is sent.
struct SentEnvelope {
  std::optional<size_t> earlier;  // the number of the SentLine that it takes the place of
  uint64_t line = 0;
  Hash intent{};
  std::string_view envelope;
};

/// The file next to a plan that makes a repeated run safe (specs/plan.md): every envelope is
/// recorded and synced before it is sent, and its answer follows. While the object exists no other
/// process can open the file. The mode is 0600, because codes in envelopes are worth money until
/// they expire. Any thread.
class SentFile {
 public:
  /// Opens the file or makes it. A last line that a crash cut off is dropped; it was not sent. A
  /// Failure where the file makes no sense or another run has it.
  static Tried<std::unique_ptr<SentFile>> Open(const std::filesystem::path& path);
  ~SentFile();
  SentFile(const SentFile&) = delete;
  SentFile& operator=(const SentFile&) = delete;

  /// Says for which ledger the envelopes are. A Failure where those of the file are for another.
  /// Nothing before a genesis.
  Tried<Unit> Bind(const std::optional<Hash>& ledger);

  [[nodiscard]] size_t size() const;
  [[nodiscard]] SentLine Line(size_t number) const;
  /// The very bytes of that line's last envelope.
  [[nodiscard]] Tried<std::string> Envelope(size_t number) const;

  /// Writes the envelopes and waits until they are on the disk. Gives their numbers.
  Tried<std::vector<size_t>> AddEnvelopes(std::span<const SentEnvelope> envelopes);
  /// Writes what those lines were answered. Does not wait for the disk: an answer that is lost is
  /// asked for again with the same bytes.
  Tried<Unit> AddAnswers(std::span<const size_t> numbers, std::span<const LineAnswer> answers);

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  // A line's record and where its envelope's JSON text stands in the file.
  struct Kept {
    SentLine line;
    uint64_t at = 0;
    size_t bytes = 0;
  };

  SentFile(std::filesystem::path path, int descriptor)
      : path_(std::move(path)), descriptor_(descriptor) {}
  Tried<Unit> Load();
  bool Take(const Json& record, uint64_t at, size_t bytes);
  bool TakeAnswer(const Json& record);
  Tried<Unit> Append(std::string_view text, bool sync);

  const std::filesystem::path path_;
  const int descriptor_;
  mutable std::mutex mutex_;
  uint64_t end_ = 0;
  std::optional<Hash> ledger_;
  std::deque<Kept> kept_;
};

}  // namespace enishi
