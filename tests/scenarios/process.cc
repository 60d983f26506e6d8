#include "tests/scenarios/process.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "ledger/base/result.h"
#include "tests/fixtures/shared_folder.h"

namespace enishi::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kLook{2};
constexpr int kCannotRun = 127;

std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

// The test's environment, with the call's variables replacing those of the same name.
std::vector<std::string> EnvironmentOf(const ProgramCall& call) {
  std::vector<std::string> all = call.environment;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string text = *variable;
    const std::string name = text.substr(0, text.find('=') + 1);
    bool replaced = false;
    for (const std::string& given : call.environment) replaced |= given.starts_with(name);
    if (!replaced) all.push_back(text);
  }
  return all;
}

int OpenOrDie(const std::filesystem::path& path, int flags) {
  const int file = ::open(path.c_str(), flags | O_CLOEXEC, 0600);
  CHECK(file >= 0);
  return file;
}

}  // namespace

Process::Process(const ProgramCall& call, const std::filesystem::path& folder,
                 const std::string& name)
    : out_(folder / (name + ".out")), err_(folder / (name + ".err")) {
  const auto in = folder / (name + ".in");
  std::ofstream(in, std::ios::binary) << call.input;
  const int files[] = {OpenOrDie(in, O_RDONLY), OpenOrDie(out_, O_WRONLY | O_CREAT | O_TRUNC),
                       OpenOrDie(err_, O_WRONLY | O_CREAT | O_TRUNC)};
  // All memory is prepared before the fork. After it only async-signal-safe functions are called,
  // because another thread of the test may have held a lock.
  std::vector<std::string> arguments = call.arguments;
  arguments.insert(arguments.begin(), call.program.string());
  std::vector<std::string> environment = EnvironmentOf(call);
  const auto argv = Pointers(arguments);
  const auto envp = Pointers(environment);
  const pid_t parent = ::getpid();
  pid_ = ::fork();
  CHECK(pid_ >= 0);
  if (pid_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(kCannotRun);
    // Detached from the terminal of the developer, so that nothing asks for a passphrase there.
    ::setsid();
    for (int i = 0; i < 3; ++i) ::dup2(files[i], i);
    ::execve(argv[0], argv.data(), envp.data());
    ::_exit(kCannotRun);
  }
  for (const int file : files) ::close(file);
}

Process::~Process() { Kill(); }

std::optional<int> Process::Wait(milliseconds patience) {
  const auto until = steady_clock::now() + patience;
  while (!ended_) {
    int status = 0;
    const pid_t waited = ::waitpid(pid_, &status, WNOHANG);
    CHECK(waited >= 0);
    if (waited == pid_) {
      ended_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    } else if (steady_clock::now() >= until) {
      return std::nullopt;
    } else {
      std::this_thread::sleep_for(kLook);
    }
  }
  return ended_;
}

void Process::Signal(int signal) const {
  if (!ended_) ::kill(pid_, signal);
}

void Process::Kill() {
  Signal(SIGKILL);
  // SIGKILL ends every process soon.
  CHECK(Wait(std::chrono::minutes(1)).has_value());
}

int Process::Terminate() {
  Signal(SIGTERM);
  if (const auto exit = Wait(std::chrono::minutes(1))) return *exit;
  ADD_FAILURE() << "still running after SIGTERM; its errors:\n" << err();
  return -1;
}

std::string Process::out() const { return ReadFile(out_); }
std::string Process::err() const { return ReadFile(err_); }

Ended RunToEnd(const ProgramCall& call, const std::filesystem::path& folder) {
  static std::atomic<int> runs = 0;
  Process process(call, folder, "run-" + std::to_string(++runs));
  const auto exit = process.Wait(std::chrono::minutes(1));
  return {exit.value_or(-1), process.out(), process.err()};
}

}  // namespace enishi::testing
