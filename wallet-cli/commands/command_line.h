#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/messages/text.h"
#include "wallet-cli/commands/command.h"
#include "wallet-cli/commands/help_text.h"

namespace enishi {

/// What the command line asks for.
struct Invocation {
  const CommandSpec* command = nullptr;
  GlobalOptions options;
  Arguments arguments;
};

/// The outcome of reading the command line: a command to run, or a text for people.
struct ParsedCommandLine {
  std::optional<Invocation> invocation;
  std::string text = {};       // the help or the version
  Bilingual wrong_usage = {};  // why the command line cannot be carried out; empty if it can
  Language language = Language::kEnglish;
};

/// Reads the arguments by the program's tables, which must outlive the result. An unknown command
/// or option is named with the one that it is most likely a misspelling of.
ParsedCommandLine ParseCommandLine(const Program& program,
                                   const std::vector<std::string>& arguments);

}  // namespace enishi
