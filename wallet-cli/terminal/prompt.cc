#include "wallet-cli/terminal/prompt.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <optional>

#include "ledger/base/typed_text.h"
#include "ledger/keys/keys.h"
#include "ledger/messages/prompts.h"

namespace enishi {
namespace {

// The controlling terminal, wherever the standard streams lead.
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

  void Write(std::string_view text) const {
    size_t done = 0;
    while (done < text.size()) {
      const ssize_t wrote = write(descriptor_, text.data() + done, text.size() - done);
      if (wrote <= 0) return;
      done += static_cast<size_t>(wrote);
    }
  }

  // Returns nullopt at the end of the input.
  [[nodiscard]] std::optional<std::string> ReadLine() const {
    std::string line;
    char byte = 0;
    ssize_t got = 0;
    while ((got = read(descriptor_, &byte, 1)) == 1 && byte != '\n') line.push_back(byte);
    if (got != 1 && line.empty()) return std::nullopt;
    return line;
  }

 private:
  int descriptor_;
  std::optional<termios> saved_;
};

}  // namespace

bool IsTerminal(int descriptor) { return isatty(descriptor) == 1; }

Tried<std::string> AskSecret(std::string_view prompt) {
  Terminal terminal;
  if (!terminal.is_open()) return Usage(texts::kNoTerminalForPassphrase);
  if (!terminal.HideInput()) return Usage(texts::kTerminalShowsInput);
  terminal.Write(prompt);
  auto secret = terminal.ReadLine();
  terminal.Write("\n");
  if (!secret) return Usage(texts::kNothingTyped);
  return *std::move(secret);
}

YesNo ReadYesNo(std::string_view typed) {
  std::string answer = NarrowWidth(TrimSpace(typed));
  for (char& letter : answer) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  }
  YesNo read = YesNo::kNeither;
  if (answer == "y" || answer == "yes" || answer == "はい") read = YesNo::kYes;
  if (answer == "n" || answer == "no" || answer == "いいえ") read = YesNo::kNo;
  Wipe(answer);
  return read;
}

Tried<bool> AskYesNo(std::string_view question, Language language) {
  Terminal terminal;
  if (!terminal.is_open()) return Usage(texts::kNoTerminalForYesNo);
  if (!terminal.HideInput()) return Usage(texts::kTerminalShowsInput);
  terminal.Write(question);
  while (true) {
    terminal.Write(" ");
    terminal.Write(texts::kYesOrNo.In(language));
    terminal.Write(" ");
    auto typed = terminal.ReadLine();
    if (!typed) {
      terminal.Write("\n");
      return Usage(texts::kNothingTyped);
    }
    const YesNo read = ReadYesNo(*typed);
    Wipe(*typed);
    if (read != YesNo::kNeither) {
      terminal.Write((read == YesNo::kYes ? texts::kYes : texts::kNo).In(language));
      terminal.Write("\n");
      return read == YesNo::kYes;
    }
    terminal.Write("\n");
    terminal.Write(texts::kAnswerYesOrNo.In(language));
  }
}

}  // namespace enishi
