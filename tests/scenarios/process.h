#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace enishi::testing {

/// A program with its arguments, its input and what its environment has beside the test's own.
struct ProgramCall {
  std::filesystem::path program;
  std::vector<std::string> arguments;
  std::vector<std::string> environment = {};  // "NAME=value"
  std::string input = {};                     // what it reads from its standard input
};

/// A child process whose output goes to files of its own. Killed with the object, and by the
/// system when the thread that started it ends, so that a test that is stopped leaves nothing
/// behind: start it from a thread that lives as long.
class Process {
 public:
  /// Writes `<name>.out`, `<name>.err` and `<name>.in` in the folder.
  Process(const ProgramCall& call, const std::filesystem::path& folder, const std::string& name);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  /// The exit code, 128 + the signal that ended it, or nothing when it still runs after that time.
  std::optional<int> Wait(std::chrono::milliseconds patience);
  /// Sends a signal; it is nobody else's process, because it has not been waited for.
  void Signal(int signal) const;
  /// SIGKILL, and waits.
  void Kill();
  /// SIGTERM, and waits for at most 20 s. The test fails where it does not end.
  int Terminate();

  [[nodiscard]] bool is_running() { return !Wait(std::chrono::milliseconds(0)).has_value(); }
  [[nodiscard]] std::string out() const;
  [[nodiscard]] std::string err() const;

 private:
  std::filesystem::path out_;
  std::filesystem::path err_;
  pid_t pid_ = -1;
  std::optional<int> ended_;
};

/// What a program that ran to its end left.
struct Ended {
  int exit = -1;  // -1: it had not ended after a minute
  std::string out;
  std::string err;
};
Ended RunToEnd(const ProgramCall& call, const std::filesystem::path& folder);

}  // namespace enishi::testing
