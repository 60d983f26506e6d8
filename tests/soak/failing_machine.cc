#include <rocksdb/env.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>
#include <thread>

#include "api/daemon/commands.h"
#include "tests/soak/lossy_disk.h"

// enishid-on-a-failing-machine: `enishid serve` on a disk and a clock that fail on command, over
// standard input. For scripts/soak only.
//
//   enishid-on-a-failing-machine --config FILE --removed FOLDER --port-file FILE [COMMAND…]
//
// Each COMMAND is executed before the start, and each line of the input while it serves. Each is
// answered with a line: "done", or an error.
//
//   room BYTES | room           the disk accepts that many more bytes; without a number, any
//   sync-delay MS               each sync takes that much longer
//   lie                         from now on syncs report success and do nothing
//   clock-step MS               the wall clock differs by that much from the machine's
//   power-cut nothing|some|zeroes SEED   loses unsynced data and ends the process
//
// The process ends with its input, so that an interrupted soak leaves no process behind.

namespace enishi::soak {
namespace {

class FailingMachine {
 public:
  explicit FailingMachine(const std::string& removed)
      : disk_(std::make_shared<LossyDisk>(removed)), env_(rocksdb::NewCompositeEnv(disk_)) {}

  [[nodiscard]] Machine machine() {
    return {.env = env_.get(), .wall_clock = [this] { return Now(); }};
  }

  // Empty, or an error in the command.
  std::string Do(const std::string& command) {
    std::istringstream words(command);
    std::string what;
    words >> what;
    if (what == "room") {
      uint64_t bytes = 0;
      if (words >> bytes) {
        disk_->FillUpAfter(bytes);
      } else {
        disk_->MakeRoom();
      }
    } else if (what == "lie") {
      disk_->Lie();
    } else if (what == "sync-delay") {
      uint64_t ms = 0;
      if (!(words >> ms)) return "sync-delay needs milliseconds";
      disk_->DelaySyncs(ms);
    } else if (what == "clock-step") {
      int64_t ms = 0;
      if (!(words >> ms)) return "clock-step needs milliseconds";
      clock_step_ms_ = ms;
    } else if (what == "power-cut") {
      return CutPower(words);
    } else {
      return "no such command: " + command;
    }
    return "";
  }

 private:
  [[nodiscard]] Timestamp Now() const {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    const int64_t ms = std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
    return {static_cast<uint64_t>(ms + clock_step_ms_)};
  }

  std::string CutPower(std::istringstream& words) {
    std::string left;
    uint64_t seed = 0;
    words >> left >> seed;
    if (!words) return "power-cut needs what is kept, and a seed";
    if (left == "nothing") disk_->CutPower(LossyDisk::Left::kNothing, seed);
    if (left == "some") disk_->CutPower(LossyDisk::Left::kSome, seed);
    if (left == "zeroes") disk_->CutPower(LossyDisk::Left::kZeroes, seed);
    return "power-cut keeps nothing, some or zeroes";
  }

  std::shared_ptr<LossyDisk> disk_;
  std::unique_ptr<rocksdb::Env> env_;
  std::atomic<int64_t> clock_step_ms_ = 0;
};

// Executes commands until the input ends, and then ends the process.
void Obey(FailingMachine& machine) {
  std::string line;
  while (std::getline(std::cin, line)) {
    const std::string problem = machine.Do(line);
    std::cout << (problem.empty() ? "done" : problem) << std::endl;
  }
  std::_Exit(1);
}

int Run(int argc, char** argv) {
  ServeOptions options;
  std::string removed;
  std::vector<std::string> commands;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const std::string value = i + 1 < argc ? argv[i + 1] : "";
    if (word == "--config") {
      options.config = value;
    } else if (word == "--removed") {
      removed = value;
    } else if (word == "--port-file") {
      options.port_file = value;
    } else {
      commands.push_back(word);
      continue;
    }
    ++i;
  }
  if (options.config.empty() || removed.empty()) {
    std::cerr << "enishid-on-a-failing-machine: --config and --removed are needed\n";
    return 2;
  }
  options.listen = "127.0.0.1:0";
  // Before the first thread, so that all threads block the signals that the service waits for.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  static FailingMachine machine(removed);
  for (const std::string& command : commands) {
    if (const std::string problem = machine.Do(command); !problem.empty()) {
      std::cerr << "enishid-on-a-failing-machine: " << problem << "\n";
      return 2;
    }
  }
  std::thread(Obey, std::ref(machine)).detach();
  const int exit = RunServe(options, machine.machine());
  std::_Exit(exit);  // The thread that reads commands is still blocked.
}

}  // namespace
}  // namespace enishi::soak

int main(int argc, char** argv) { return enishi::soak::Run(argc, argv); }
