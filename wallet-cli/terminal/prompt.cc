#include "wallet-cli/terminal/prompt.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <optional>

namespace enishi {
namespace {

// The controlling terminal, whatever stands on the standard streams.
class Terminal {
 public:
  Terminal() : descriptor_(open("/dev/tty", O_RDWR | O_CLOEXEC)) {}
  ~Terminal() {
    if (saved_) tcsetattr(descriptor_, TCSAFLUSH, &*saved_);
    if (descriptor_ >= 0) close(descriptor_);
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }

  bool HideInput() {
    termios state{};
    if (tcgetattr(descriptor_, &state) != 0) return false;
    saved_ = state;
    state.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    return tcsetattr(descriptor_, TCSAFLUSH, &state) == 0;
  }

  void Write(const std::string& text) const {
    size_t done = 0;
    while (done < text.size()) {
      const ssize_t wrote = write(descriptor_, text.data() + done, text.size() - done);
      if (wrote <= 0) return;
      done += static_cast<size_t>(wrote);
    }
  }

  [[nodiscard]] std::string ReadLine() const {
    std::string line;
    char byte = 0;
    while (read(descriptor_, &byte, 1) == 1 && byte != '\n') line.push_back(byte);
    return line;
  }

 private:
  int descriptor_;
  std::optional<termios> saved_;
};

}  // namespace

bool IsTerminal(int descriptor) { return isatty(descriptor) == 1; }

Tried<std::string> AskSecret(const std::string& prompt) {
  Terminal terminal;
  if (!terminal.is_open()) {
    return Usage("no terminal to ask for the passphrase; set ENISHI_PASSPHRASE_FILE");
  }
  if (!terminal.HideInput()) return Usage("the terminal cannot hide what is typed");
  terminal.Write(prompt);
  std::string secret = terminal.ReadLine();
  terminal.Write("\n");
  return secret;
}

Tried<bool> AskYesNo(const std::string& question) {
  const Terminal terminal;
  if (!terminal.is_open()) return Usage("no terminal to ask for confirmation; add --yes");
  terminal.Write(question + " [y/N] ");
  const std::string answer = terminal.ReadLine();
  return answer == "y" || answer == "Y" || answer == "yes" || answer == "はい";
}

}  // namespace enishi
