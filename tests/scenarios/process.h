#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace enishi::testing {

/// A program with its arguments, its input, and variables added to the test's environment.
struct ProgramCall {
  std::filesystem::path program;
  std::vector<std::string> arguments;
  std::vector<std::string> environment = {};  // "NAME=value"
  std::string input = {};                     // its standard input
};

/// A child process whose output goes to files. It is killed with the object, and by the system when
/// the thread that started it ends, so that an interrupted test leaves no process behind. Start it
/// from a thread that lives as long as it.
class Process {
 public:
  /// Creates `<name>.out`, `<name>.err` and `<name>.in` in the folder.
  Process(const ProgramCall& call, const std::filesystem::path& folder, const std::string& name);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  /// Returns the exit code, 128 + the signal that ended it, or nullopt if it still runs after that
  /// time.
  std::optional<int> Wait(std::chrono::milliseconds patience);
  /// Sends a signal. The process id is still valid, because the process has not been waited for.
  void Signal(int signal) const;
  /// Sends SIGKILL and waits.
  void Kill();
  /// Sends SIGTERM and waits. Fails the test if the process does not end in time.
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

/// The result of a program that has ended.
struct Ended {
  int exit = -1;  // -1: it did not end in time
  std::string out;
  std::string err;
};
Ended RunToEnd(const ProgramCall& call, const std::filesystem::path& folder);

}  // namespace enishi::testing
